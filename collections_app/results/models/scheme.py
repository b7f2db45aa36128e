from django.db import models
from django.db.models import F, Q

from accounts.models.fields import RateField


class ScorecardScheme(models.Model):
    """How results are weighed from `valid_from` on; append-only. The newest that has begun is in force.

    Weights in percent. `plan_*` earn full marks when reached; `limit_*`, on 1,000 contacts, leave none when reached.
    `attribution_days`: how long after a right-party contact a payment is still the agent's (`rules.attribution`).
    """

    valid_from = models.DateField(unique=True)
    compliance = models.SmallIntegerField()
    complaints = models.SmallIntegerField()
    recovery = models.SmallIntegerField()
    productivity = models.SmallIntegerField()
    plan_recovery_rate = RateField()
    plan_kept_amount_rate = RateField()
    plan_rpc_per_day = models.DecimalField(max_digits=7, decimal_places=2)
    limit_breaches = models.DecimalField(max_digits=7, decimal_places=2)
    limit_blocks = models.DecimalField(max_digits=7, decimal_places=2)
    limit_complaints = models.DecimalField(max_digits=7, decimal_places=2)
    attribution_days = models.SmallIntegerField(default=30)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recovery__lt=50, compliance__gt=F("recovery")), name="recovery_never_decides"
            ),
            models.CheckConstraint(
                condition=Q(compliance=100 - F("complaints") - F("recovery") - F("productivity")),
                name="weights_are_a_hundred",
            ),
            models.CheckConstraint(
                condition=Q(complaints__gte=0, recovery__gte=0, productivity__gte=0, attribution_days__gte=0),
                name="weights_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    plan_recovery_rate__gt=0,
                    plan_kept_amount_rate__gt=0,
                    plan_rpc_per_day__gt=0,
                    limit_breaches__gt=0,
                    limit_blocks__gt=0,
                    limit_complaints__gt=0,
                ),
                name="plan_values_are_positive",
            ),
        ]
