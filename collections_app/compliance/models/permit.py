from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Cardholder, PartyRole
from collections_app.people.models import User

from .policy import OVERRIDABLE, ContactPolicyVersion


class Channel(models.TextChoices):
    """How someone is reached."""

    PHONE = "PHONE", _("phone")
    SMS = "SMS", _("text message")
    EMAIL = "EMAIL", _("e-mail")
    LETTER = "LETTER", _("letter")
    VISIT = "VISIT", _("visit")


class Purpose(models.TextChoices):
    """What an outbound contact is for; from M4 only the coded ones, APPOINTMENT and PROMISE_REMINDER (B19)."""

    COLLECT = "COLLECT", _("speak about the debt")
    LOCATE = "LOCATE", _("ask how to reach the debtor")
    APPOINTMENT = "APPOINTMENT", _("agreed appointment")
    PROMISE_REMINDER = "PROMISE_REMINDER", _("reminder of a promise")


class Override(models.Model):
    """A manager lets one house rule be broken once, for one cardholder, with a reason; the law has no row here."""

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30)
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rule__in=OVERRIDABLE), name="only_house_rules_are_overridden"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]


class Permit(models.Model):
    """Leave to make one outbound contact: who, which number, which channel, until when, under which policy version.

    `case_id` is a number, because cases stand above. `state` says how it ended; a permit nobody has reported counts
    against every cap as if the contact had been made.
    """

    class State(models.TextChoices):
        LIVE = "LIVE", _("open")
        SPENT = "SPENT", _("used")
        UNUSED = "UNUSED", _("handed back unused")

    token = models.UUIDField(default=uuid4, unique=True)
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="permits")
    case_id = models.BigIntegerField()
    contact_point_id = models.BigIntegerField()
    number_hash = models.CharField(max_length=64)
    masked = models.CharField(max_length=60)
    role = models.CharField(max_length=24, choices=PartyRole.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    account_ids = ArrayField(models.BigIntegerField(), default=list)
    policy = models.ForeignKey(ContactPolicyVersion, on_delete=models.PROTECT, related_name="+")
    override = models.OneToOneField(Override, on_delete=models.PROTECT, null=True, related_name="permit")
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    issued_to = models.TextField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=6, choices=State.choices, default=State.LIVE)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("issued_at")), name="permit_lasts"),
            models.CheckConstraint(
                condition=Q(state="LIVE", closed_at=None) | (~Q(state="LIVE") & Q(closed_at__isnull=False)),
                name="permit_ends_with_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="permit_live_by_user", condition=Q(state="LIVE")),
            models.Index(fields=["-issued_at", "-id"], name="permit_newest"),
        ]


class Touch(models.Model):
    """One contact as the caps count it: made under a permit, made without one, or made by the debtor.

    `day` is the calendar day of `at` in the issuer's zone. Null means not reported yet and counts as true: `rang` (the
    number was reached, a ring-out too), `connected` (someone spoke), `conversation` (the debtor spoke about the debt).
    """

    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, null=True, related_name="touch")
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="+", db_index=False)
    number_hash = models.CharField(max_length=64)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    inbound = models.BooleanField(default=False)
    third_party = models.BooleanField(default=False)
    account_ids = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField()
    day = models.DateField()
    made = models.BooleanField(default=True)
    """False once a permit was handed back unused: then it counts for nothing."""
    by_consent = models.BooleanField(default=False)
    """Made under the debtor's prior consent: outside the attempts that profiles with such a rule count."""
    rang = models.BooleanField(null=True)
    connected = models.BooleanField(null=True)
    conversation = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["number_hash", "day"], name="touch_by_number", condition=Q(made=True)),
            models.Index(fields=["cardholder", "day"], name="touch_by_cardholder", condition=Q(made=True)),
        ]


class ContactRefusal(models.Model):
    """A contact that was asked for and refused: which rule, and from when it would be allowed."""

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="+")
    case_id = models.BigIntegerField()
    contact_point_id = models.BigIntegerField()
    number_hash = models.CharField(max_length=64)
    masked = models.CharField(max_length=60)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    rule = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    next_allowed_at = models.DateTimeField(null=True)
    policy = models.ForeignKey(ContactPolicyVersion, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="contact_refusal_newest")]
