from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Cardholder, PartyRole
from accounts.models.fields import MoneyField, RateField
from collections_app.cases.models import Case
from collections_app.people.models import User


class PromiseStatus(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("promise", "open")
    KEPT = "KEPT", _("kept")
    PARTIAL = "PARTIAL", _("partly kept")
    BROKEN = "BROKEN", _("broken")
    CANCELLED = "CANCELLED", _("cancelled")
    SUPERSEDED = "SUPERSEDED", _("replaced by another")


class PromiseToPay(models.Model):
    """A promise to pay (`domain.md` 4.3): who promised what, by when, on which accounts; the night settles it.

    `status` is that of its worst settled instalment once none is open. `grace_days` and `threshold` are those of the
    policy it was made under. `contact_id` is a number: contacts stand beside, not below.
    """

    submission = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="promises")
    account_ids = ArrayField(models.BigIntegerField())
    currency = models.CharField(max_length=3)
    amount = MoneyField()
    made_on = models.DateField()
    made_at = models.DateTimeField()
    last_due_on = models.DateField()
    next_due_on = models.DateField()
    """The due day of its first open instalment; of the last one when none is open. Lists stand in this order."""
    speaker = models.CharField(_("promised by"), max_length=24, choices=PartyRole.choices)
    channel = models.CharField(max_length=6, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    contact_id = models.BigIntegerField(null=True)
    taken_by = models.TextField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    bucket = models.SmallIntegerField()
    grace_days = models.SmallIntegerField()
    threshold = RateField()
    follow_up_on = models.DateField()
    status = models.CharField(max_length=10, choices=PromiseStatus.choices, default=PromiseStatus.OPEN)
    settled_on = models.DateField(null=True)
    credited = MoneyField(default=0)
    ended_reason = models.CharField(max_length=200, blank=True)
    waits_for_feed = models.BooleanField(default=False, db_default=False)
    """A night without its payment feed would have made it worse: judged again by the next that has one (B10)."""
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="promise_amount_positive"),
            models.CheckConstraint(condition=Q(last_due_on__gte=models.F("made_on")), name="promise_not_in_the_past"),
            models.UniqueConstraint(
                fields=["case", "currency"], condition=Q(status="OPEN"), name="promise_one_open_per_currency"
            ),
        ]
        indexes = [
            models.Index(fields=["cardholder", "-id"], name="promise_of_cardholder"),
            models.Index(fields=["next_due_on", "id"], name="promise_by_due_day"),
            models.Index(fields=["next_due_on", "id"], name="promise_open_by_due_day", condition=Q(status="OPEN")),
            models.Index(fields=["made_on"], name="promise_made_on"),
            models.Index(fields=["settled_on"], name="promise_settled_on", condition=Q(settled_on__isnull=False)),
            models.Index(fields=["last_due_on"], name="promise_matured_in", condition=Q(settled_on__isnull=False)),
            models.Index(fields=["cardholder"], name="promise_waiting_for_feed", condition=Q(waits_for_feed=True)),
        ]


class PromiseInstalment(models.Model):
    """One part of a promise, with its own day; a promise without instalments has exactly one."""

    promise = models.ForeignKey(PromiseToPay, on_delete=models.PROTECT, related_name="instalments")
    seq = models.SmallIntegerField()
    due_on = models.DateField()
    settle_on = models.DateField()
    """The night that settles it: due + grace + 1."""
    amount = MoneyField()
    credited = MoneyField(default=0)
    status = models.CharField(max_length=10, choices=PromiseStatus.choices, default=PromiseStatus.OPEN)
    settled_on = models.DateField(null=True)
    """The night that gave it its status; a later one where what became known changed it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "seq"], name="promise_instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, credited__gte=0), name="promise_instalment_positive"),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="promise_instalment_due_on"),
            models.Index(fields=["settle_on"], name="promise_instalment_open", condition=Q(status="OPEN")),
            models.Index(
                fields=["settled_on"], name="promise_instalment_missed", condition=Q(status__in=["BROKEN", "PARTIAL"])
            ),
        ]
