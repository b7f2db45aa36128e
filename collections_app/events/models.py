"""One append-only table of what happened. A trigger refuses UPDATE, DELETE and TRUNCATE."""

from django.db import models
from django.db.models.functions import Cast, Now


def _this_transaction() -> Cast:
    """The 64-bit number of the transaction that writes the row."""
    number = models.Func(function="pg_current_xact_id", output_field=models.TextField())
    return Cast(Cast(number, models.TextField()), models.BigIntegerField())


class Event(models.Model):
    """`kind` is `thing.happened`; `account_id` and `cardholder_id` are numbers, because `accounts` stands above us.

    `recorded_at` is when the transaction began by the database's clock, which all servers share; in a demo moved as its
    clock is. Nothing goes by it: order and feed go by numbers.

    Numbers are drawn before a transaction commits, so a reader who goes by `id` misses whoever commits late. The change
    feed goes by (`txid`, `id`), where `txid` names the writing transaction, and stops before the oldest that still
    runs. Rows from before the column was there have 0.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    business_date = models.DateField(null=True)
    actor = models.TextField()
    api_key = models.TextField(default="", db_default="")
    """The prefix of the API key with which the actor came; "" without one."""
    account_id = models.BigIntegerField(null=True)
    cardholder_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict, db_default={})
    txid = models.BigIntegerField(db_default=_this_transaction(), editable=False)

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
            models.Index(fields=["txid", "id"], name="events_event_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class FeedLine(models.Model):
    """One row at most: what is added to a transaction's number since a dump came to a server that counts anew."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    starts_at = models.BigIntegerField()
    begun_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="events_feedline_is_one", condition=models.Q(id=1))]
