from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Product

OVERRIDABLE = ("no_agent_call_in_m0", "coded_only_from_m4")
"""The only rules a profile may call house rules: windows, caps, stop signals and third parties never are (B21)."""


class ContactProfile(models.Model):
    """A named line of contact rules, such as CN_CBA_2026 or US_REGF."""

    code = models.CharField(max_length=30, unique=True)
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)


class ContactPolicyVersion(models.Model):
    """Every number the contact rules take, from `valid_from` until the next version begins; append-only by trigger.

    Null in a cap means: this profile knows no such cap. `house_rules` names the rules a manager may override once with
    a reason; every other rule is law to this profile and no role can override it (B21). The database says so too.
    """

    class ThirdParties(models.TextChoices):
        NEVER = "NEVER", _("never")
        WHEN_LOST = "WHEN_LOST", _("only to locate, once contact is lost")
        LOCATE = "LOCATE", _("only to locate")

    profile = models.ForeignKey(ContactProfile, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    window_opens = models.TimeField()
    window_closes = models.TimeField()
    closing_moment_allowed = models.BooleanField()
    """Whether the moment `window_closes` itself is still allowed: 21:00:00 is in the US, 22:00:00 is not in China."""
    all_likely_zones = models.BooleanField()
    """True: the window must be open in every likely zone of the debtor; False: in `zone` alone."""
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    number_attempts_per_day = models.SmallIntegerField(null=True)
    person_conversations_per_day = models.SmallIntegerField(null=True)
    debt_attempts_per_window = models.SmallIntegerField(null=True)
    debt_window_days = models.SmallIntegerField(default=7)
    quiet_days_after_conversation = models.SmallIntegerField(default=0)
    third_parties = models.CharField(max_length=9, choices=ThirdParties.choices)
    third_party_once = models.BooleanField(default=False)
    lost_after_failures = models.SmallIntegerField(default=3)
    lost_on_distinct_days = models.SmallIntegerField(default=3)
    consent_days = models.SmallIntegerField(default=7)
    first_call_bucket = models.SmallIntegerField(default=1)
    coded_call_bucket = models.SmallIntegerField(default=4)
    reminder_days = models.SmallIntegerField(default=3)
    """How many days before it is due whoever promised may be reminded."""
    permit_minutes = models.SmallIntegerField(default=10)
    house_rules = ArrayField(models.CharField(max_length=30), default=list)
    reason = models.CharField(max_length=300, blank=True)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "valid_from"], name="contact_policy_one_version_per_day"),
            models.CheckConstraint(
                condition=Q(window_opens__lt=models.F("window_closes")), name="contact_window_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(permit_minutes__gte=1, permit_minutes__lte=120), name="permit_minutes_in_range"
            ),
            models.CheckConstraint(
                condition=Q(house_rules__contained_by=list(OVERRIDABLE)), name="law_is_never_a_house_rule"
            ),
        ]


class ContactProfileUse(models.Model):
    """Which profile a product follows from a date on; without a product, the whole installation (B18)."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="contact_profiles")
    profile = models.ForeignKey(ContactProfile, on_delete=models.PROTECT, related_name="uses")
    valid_from = models.DateField()
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "valid_from"], nulls_distinct=False, name="contact_profile_one_use_per_day"
            )
        ]


class RegionZone(models.Model):
    """A time zone in which people of a region may be; a region that lies in two zones has two rows.

    From `added_at` (null: shipped) until `removed_at`; never edited.
    """

    region = models.CharField(max_length=40)
    zone = models.CharField(max_length=40)
    added_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "zone"], condition=Q(removed_at=None), name="region_zone_once")
        ]
