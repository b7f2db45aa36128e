from django.db import models
from django.db.models import Q
from django.db.models.functions import Collate, Upper
from django.utils.translation import gettext_lazy as _


class Cardholder(models.Model):
    """A person or company liable on cards. Holds no personal data: that stands in `PersonalData`."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("person")
        COMPANY = "COMPANY", _("company")

    class Restriction(models.TextChoices):
        """Whose file only those see who were cleared for it by name."""

        STAFF = "STAFF", _("staff of the bank")
        VIP = "VIP", _("VIP")

    customer_no = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    region = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20, blank=True)
    restriction = models.CharField(max_length=5, choices=Restriction.choices, blank=True, db_default="")
    is_demo = models.BooleanField(default=False)
    recorded_on = models.DateField()
    erased_on = models.DateField(null=True)
    erasure_reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["restriction"], name="cardholder_restricted", condition=~models.Q(restriction="")),
        ]


class RestrictionChange(models.Model):
    """Who closed or opened a file, and why: the words stand here alone, so that they go with the person (B11)."""

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="restriction_changes")
    restriction = models.CharField(max_length=5, choices=Cardholder.Restriction.choices, blank=True)
    before = models.CharField(max_length=5, choices=Cardholder.Restriction.choices, blank=True)
    reason = models.CharField(max_length=300)
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=80)


class PersonalData(models.Model):
    """What identifies a cardholder; one row to erase, without touching ledger or events (B11)."""

    cardholder = models.OneToOneField(
        Cardholder, on_delete=models.PROTECT, primary_key=True, related_name="personal_data"
    )
    name = models.CharField(max_length=120)
    id_type = models.CharField(max_length=20, blank=True)
    id_number = models.BinaryField(null=True)
    id_number_hash = models.CharField(max_length=64, blank=True)
    birth_date = models.DateField(null=True)
    gender = models.CharField(max_length=1, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id_number_hash"], name="personal_id_number_hash"),
            models.Index(Collate(Upper("name"), "C"), name="personal_name_from_its_start"),
        ]


class ContactPoint(models.Model):
    """A phone number or e-mail address, encrypted, found again by its keyed hash."""

    class Kind(models.TextChoices):
        MOBILE = "MOBILE", _("mobile")
        HOME = "HOME", _("home phone")
        WORK = "WORK", _("work phone")
        EMAIL = "EMAIL", _("e-mail")

    class Status(models.TextChoices):
        UNVERIFIED = "UNVERIFIED", _("not verified")
        VERIFIED = "VERIFIED", _("verified")
        INVALID = "INVALID", _("invalid")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.BinaryField()
    value_hash = models.CharField(max_length=64)
    masked = models.CharField(max_length=60)
    source = models.CharField(max_length=20, default="APPLICATION")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNVERIFIED)
    last_verified_on = models.DateField(null=True)
    related_party = models.ForeignKey(
        "accounts.RelatedParty", on_delete=models.PROTECT, null=True, related_name="contact_points"
    )
    """Whose number it is; None: the cardholder's own."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cardholder", "kind", "value_hash"], name="contact_point_once")]
        indexes = [models.Index(fields=["value_hash"], name="contact_point_value_hash")]


class Address(models.Model):
    """A postal address; region of the current one is the cardholder's region (B12).

    The bank's file replaces its own (source APPLICATION), one of each kind; what was found since stands beside it.
    """

    class Kind(models.TextChoices):
        REGISTERED = "REGISTERED", _("registered address")
        HOME = "HOME", _("home address")
        EMPLOYER = "EMPLOYER", _("employer address")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    province = models.CharField(max_length=40)
    city = models.CharField(max_length=60, blank=True)
    line = models.BinaryField()
    line_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=20, default="APPLICATION")
    last_verified_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cardholder", "kind"],
                condition=Q(source="APPLICATION"),
                name="address_once_per_kind",
            ),
        ]
