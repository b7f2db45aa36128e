"""One append-only table of what happened. A trigger refuses UPDATE, DELETE and TRUNCATE."""

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """`kind` is `thing.happened`; `account_id` and `cardholder_id` are numbers, because `accounts` stands above us."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    business_date = models.DateField(null=True)
    actor = models.TextField()
    account_id = models.BigIntegerField(null=True)
    cardholder_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict, db_default={})

    class Meta:
        db_table = "events_event"
        constraints = [
            models.CheckConstraint(
                name="events_event_kind_is_thing_happened",
                condition=models.Q(kind__regex=r"^[a-z_]+\.[a-z_]+$"),
            ),
            models.CheckConstraint(name="events_event_actor_is_named", condition=~models.Q(actor="")),
        ]
        indexes = [
            models.Index(
                fields=["account_id", "-id"],
                name="events_event_account",
                condition=models.Q(account_id__isnull=False),
            ),
            models.Index(
                fields=["cardholder_id", "-id"],
                name="events_event_cardholder",
                condition=models.Q(cardholder_id__isnull=False),
            ),
            models.Index(fields=["kind", "-id"], name="events_event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
