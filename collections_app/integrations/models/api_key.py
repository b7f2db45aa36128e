from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from rest_framework_api_key.models import AbstractAPIKey

from collections_app.people.models import User


class ApiKey(AbstractAPIKey):
    """The key of a machine: the library keeps the prefix and a hash of the rest, never the key.

    It acts as `user`, a user with the role integration and no other, and may do what is in `scopes` and that user still
    may. `last_used_at` is right to the minute.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    scopes = ArrayField(models.CharField(max_length=40))
    rate_per_minute = models.PositiveIntegerField()
    last_used_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="integrations_apikey_rate_is_sane",
                condition=Q(rate_per_minute__gte=1, rate_per_minute__lte=60_000),
            ),
            models.CheckConstraint(name="integrations_apikey_ends", condition=Q(expiry_date__isnull=False)),
            models.CheckConstraint(
                name="integrations_apikey_says_when_revoked",
                condition=Q(revoked=True, revoked_at__isnull=False) | Q(revoked=False, revoked_at__isnull=True),
            ),
        ]

    @property
    def caller(self) -> str:
        """Under which name throttles count and idempotency keys are kept: each machine by itself."""
        return f"key:{self.prefix}"
