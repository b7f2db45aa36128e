from django.db import models

from accounts.models.card_account import Product
from accounts.models.fields import MoneyField, RateField


class PolicyProfile(models.Model):
    """A named line of policy versions, such as CN_CBA_2026."""

    code = models.CharField(max_length=30, unique=True)
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)
    is_default = models.BooleanField(default=False)


class PolicyVersion(models.Model):
    """Every number the ledger rules take, from `valid_from` until the next version begins.

    Append-only by trigger: a rule change is a new version. Which date selects the version for
    which number is B5, repeated in `docs/reference/policies.md`.
    """

    profile = models.ForeignKey(PolicyProfile, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    minimum_ratio = RateField()
    minimum_floor_amount = MoneyField()
    late_fee_ratio = RateField()
    late_fee_minimum_amount = MoneyField()
    late_fee_bears_interest = models.BooleanField()
    daily_interest_rate = RateField()
    grace_days = models.SmallIntegerField()
    overdue_tolerance_amount = MoneyField()
    full_payment_tolerance_amount = MoneyField()
    principal_first_from_dpd = models.SmallIntegerField()
    max_late_fees = models.SmallIntegerField(null=True)
    fee_stop_holds = models.JSONField(default=list)
    interest_stop_holds = models.JSONField(default=list)
    cost_ceiling_annual_rate = RateField()
    cost_ceiling_caps = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "valid_from"], name="one_version_per_day"),
            models.CheckConstraint(
                condition=models.Q(grace_days__gte=0, grace_days__lte=30), name="grace_days_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    minimum_ratio__gte=0, minimum_ratio__lte=1, late_fee_ratio__gte=0, late_fee_ratio__lte=1
                ),
                name="ratios_are_shares",
            ),
        ]


class ProductPolicy(models.Model):
    """Which profile a product follows from a date on."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="policies")
    profile = models.ForeignKey(PolicyProfile, on_delete=models.PROTECT, related_name="products")
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "valid_from"], name="one_profile_per_product_day")]
