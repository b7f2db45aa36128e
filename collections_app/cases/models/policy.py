from django.db import models
from django.db.models import Q


class DeskPolicy(models.Model):
    """House numbers of case work from `valid_from` on; the newest begun one is in force."""

    valid_from = models.DateField(unique=True)
    reopen_within_days = models.SmallIntegerField(default=60)
    lease_seconds = models.IntegerField(default=300)
    undo_minutes = models.SmallIntegerField(default=15)
    rest_minutes = models.SmallIntegerField(default=120)
    """After a contact the case is not handed out again for so long, unless a follow-up falls due."""
    skip_minutes = models.SmallIntegerField(default=60)
    """Who skipped or returned a case is not handed it again for so long."""
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reopen_within_days__gte=0,
                    lease_seconds__gte=1,
                    undo_minutes__gte=0,
                    rest_minutes__gte=0,
                    skip_minutes__gte=0,
                ),
                name="desk_policy_in_range",
            )
        ]
