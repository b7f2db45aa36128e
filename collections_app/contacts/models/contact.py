from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Cardholder, PartyRole, RelatedParty
from collections_app.cases.models import Case
from collections_app.compliance.models import Channel, Permit, Purpose
from collections_app.people.models import User

from .lists import Outcome, Reason


class Contact(models.Model):
    """One contact as it was; immutable by trigger. A correction is a new row whose `corrects` points back.

    An outbound contact has a permit or is a breach: the database says so too.
    """

    class Verified(models.TextChoices):
        NOT = "", _("not verified")
        ID_DIGITS = "ID_DIGITS", _("digits of the identity number")
        BIRTH_DATE = "BIRTH_DATE", _("date of birth")
        CARD_DIGITS = "CARD_DIGITS", _("last digits of the card")
        ADDRESS = "ADDRESS", _("address on file")
        SYSTEM = "SYSTEM", _("checked by the phone system")

    submission = models.UUIDField(unique=True)
    """The form or request it came with: sent twice, it is stored once."""
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="contacts", db_index=False)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    inbound = models.BooleanField(default=False)
    purpose = models.CharField(max_length=16, choices=Purpose.choices, default=Purpose.COLLECT)
    contact_point_id = models.BigIntegerField(null=True)
    number_hash = models.CharField(max_length=64, blank=True)
    masked = models.CharField(max_length=60, blank=True)
    role = models.CharField(_("spoken to"), max_length=24, choices=PartyRole.choices, blank=True)
    related_party = models.ForeignKey(RelatedParty, on_delete=models.PROTECT, null=True, related_name="contacts")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, related_name="+")
    right_party = models.BooleanField(default=False)
    verified_by = models.CharField(max_length=12, choices=Verified.choices, blank=True)
    message_left = models.BooleanField(null=True)
    objects_to_contact = models.BooleanField(default=False)
    """A third party who wants no more contact."""
    account_ids = ArrayField(models.BigIntegerField(), default=list)
    follow_up_at = models.DateTimeField(null=True)
    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, null=True, related_name="contact")
    breach = models.BooleanField(default=False)
    call_id = models.CharField(max_length=80, blank=True)
    recording = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    logged_at = models.DateTimeField(db_default=Now())
    logged_by = models.TextField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    team_id = models.BigIntegerField(null=True)
    bucket = models.SmallIntegerField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inbound=True) | Q(corrects__isnull=False) | Q(permit__isnull=False) | Q(breach=True),
                name="outbound_has_a_permit_or_is_a_breach",
            ),
            models.CheckConstraint(
                condition=Q(right_party=False) | ~Q(verified_by=""), name="right_party_was_verified"
            ),
            models.UniqueConstraint(
                fields=["call_id"], condition=~Q(call_id="") & Q(corrects=None), name="contact_call_id_once"
            ),
        ]
        indexes = [
            models.Index(fields=["cardholder", "-at", "-id"], name="contact_of_cardholder"),
            models.Index(fields=["user", "-at"], name="contact_of_user"),
            models.Index(fields=["-at", "-id"], name="contact_newest"),
        ]


class ContactNote(models.Model):
    """What the agent wrote about a contact; apart, because it may be personal and can be erased (B11).

    `correction` says why an entry corrects another one.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, primary_key=True, related_name="note")
    text = models.TextField(blank=True)
    correction = models.CharField(max_length=200, blank=True)
