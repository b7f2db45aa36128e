from django.db import models
from django.db.models import Q

from accounts.models.fields import MoneyField, RateField


class PromisePolicy(models.Model):
    """House numbers of promises from `valid_from` on (`domain.md` 4.3); a promise keeps those it was made under."""

    valid_from = models.DateField(unique=True)
    grace_days = models.SmallIntegerField(default=1)
    threshold = RateField(default=1)
    horizon_days_to_m1 = models.SmallIntegerField(default=7)
    horizon_days_from_m2 = models.SmallIntegerField(default=14)
    instalment_horizon_days = models.SmallIntegerField(default=90)
    max_instalments = models.SmallIntegerField(default=6)
    minimum_share = RateField(default=0)
    minimum_amount = MoneyField(default=0)
    follow_up_days = models.SmallIntegerField(default=3)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gt=0, threshold__lte=1, grace_days__gte=0), name="promise_policy_in_range"
            )
        ]
