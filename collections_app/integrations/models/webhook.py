from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collections_app.events.models import Event
from collections_app.people.models import User


class Webhook(models.Model):
    """Somebody who wants to hear of some kinds of events, at an address, from `starts_txid` of the feed on.

    `kinds` as they were asked for, `case.*` included. The secrets are encrypted; while `old_secret_until` is to come
    both sign. Paused: deliveries are made and wait (unless the owner may not see events any more: then none is made).
    While its receiver fails, since `failing_since`, nothing is tried before `next_try_at` (`rules/backoff.py`).
    """

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("active")
        PAUSED = "PAUSED", _("paused")
        ENDED = "ENDED", _("ended")

    class Reason(models.TextChoices):
        ASKED = "asked", _("somebody asked for it")
        FAILURES = "failures", _("its receiver failed for days")
        OWNER = "owner", _("its owner may not see events any more")

    name = models.CharField(max_length=50)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=60))
    secret = models.BinaryField()
    old_secret = models.BinaryField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    pause_reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    failures_in_a_row = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_txid = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="integrations_webhook_says_why_paused",
                condition=Q(state="PAUSED", pause_reason__gt="") | (~Q(state="PAUSED") & Q(pause_reason="")),
            ),
            models.CheckConstraint(
                name="integrations_webhook_old_secret_ends",
                condition=Q(old_secret__isnull=True, old_secret_until__isnull=True)
                | Q(old_secret__isnull=False, old_secret_until__isnull=False),
            ),
            models.CheckConstraint(
                name="integrations_webhook_says_since_when_it_fails",
                condition=Q(failures_in_a_row=0, failing_since__isnull=True, next_try_at__isnull=True)
                | Q(failures_in_a_row__gt=0, failing_since__isnull=False),
            ),
        ]


class WebhookDelivery(models.Model):
    """One event for one webhook. Whoever sends it holds it until `leased_until`; then somebody else may.

    `attempts` counts from the last time somebody asked for it anew; `last_error` is a code (see `labels.py`): what went
    wrong, or why it was withheld. `last_answer` is the beginning of what the receiver said instead of a good answer.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", _("waiting")
        DONE = "DONE", _("delivered")
        DEAD = "DEAD", _("given up")
        WITHHELD = "WITHHELD", _("withheld")

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    # No event is ever deleted, so the database need not look each one up.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    attempts = models.SmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    last_attempt_at = models.DateTimeField(null=True)
    last_status_code = models.SmallIntegerField(null=True)
    last_error = models.CharField(max_length=20, blank=True, default="", db_default="")
    last_answer = models.CharField(max_length=300, blank=True, default="", db_default="")
    response_ms = models.IntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="integrations_delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "next_attempt_at", "id"],
                name="integrations_delivery_due",
                condition=Q(status="PENDING"),
            ),
            models.Index(fields=["webhook", "-id"], name="integrations_delivery_log"),
            models.Index(fields=["-id"], name="integrations_delivery_dead", condition=Q(status="DEAD")),
        ]


class WebhookAttempt(models.Model):
    """One try to send a delivery, written when it is over; a sender that was killed leaves none.

    `number` counts as `WebhookDelivery.attempts` does: again from one when somebody asked to send it anew. `error` and
    `answer` are what the delivery shows of its last attempt.
    """

    # Forgotten before its delivery, in two statements (`tasks.forget_old_deliveries`): millions of rows, no cascade.
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.DO_NOTHING, related_name="tries", db_index=False)
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    status_code = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    response_ms = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["delivery", "-id"], name="integrations_attempt_of"),
            models.Index(fields=["at"], name="integrations_attempt_at"),
        ]


class Reader(models.Model):
    """How far a reader of our own has read the change feed."""

    name = models.CharField(max_length=20, primary_key=True)
    txid = models.BigIntegerField()
    event_id = models.BigIntegerField()
