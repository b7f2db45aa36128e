from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import CardAccount, Cardholder, Product
from accounts.models.derived import DelinquencyBucket
from accounts.models.fields import MoneyField
from collections_app.people.models import Team, User

from .queue import WorkQueue

LONG_AWAKE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for no `sleeps_until` and no `last_contact_at` in an index and in the statements of the next case."""
NOBODYS = 0
"""Stands for no team in an index and in `sql/found.sql`."""


class Case(models.Model):
    """All delinquent accounts of one cardholder as one piece of work (B9); at most one is open.

    Opened, moved and closed by the night. `bucket`, `account` (the one that drives: worst bucket, then most past due),
    `currency`, `past_due` and `balance` (sums over the delinquent accounts in that currency) and `past_due_since`
    repeat the accounts' positions for the queues; the accounts stay the truth.
    """

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("person")
        COMPANY = "COMPANY", _("company")

    class CloseReason(models.TextChoices):
        CURED = "CURED", _("nothing is past due")

    class Willingness(models.TextChoices):
        UNKNOWN = "", _("not known")
        WILLING = "WILLING", _("willing to pay")
        UNDECIDED = "UNDECIDED", _("undecided")
        REFUSES = "REFUSES", _("refuses")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="cases")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    close_reason = models.CharField(max_length=8, choices=CloseReason.choices, blank=True)
    reopened = models.SmallIntegerField(default=0)
    reopened_on = models.DateField(null=True)

    kind = models.CharField(max_length=8, choices=Kind.choices)
    region = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20, blank=True)
    restriction = models.CharField(max_length=5, blank=True, db_default="")
    is_demo = models.BooleanField(default=False)

    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    bucket_since = models.DateField()
    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    past_due = MoneyField(default=0)
    balance = MoneyField(default=0)
    past_due_since = models.DateField(null=True)
    accounts = models.SmallIntegerField(default=1)

    last_contact_at = models.DateTimeField(null=True)
    last_right_party_at = models.DateTimeField(null=True)
    failures_in_a_row = models.SmallIntegerField(default=0)
    lost_since = models.DateField(null=True)
    willingness = models.CharField(max_length=9, choices=Willingness.choices, blank=True, db_default="")
    promise_due_on = models.DateField(null=True)
    broken_promises = models.SmallIntegerField(default=0)
    last_broken_on = models.DateField(null=True)
    hold_kinds = ArrayField(models.CharField(max_length=12), default=list, db_default=[])
    work_stopped = models.BooleanField(default=False)

    queue = models.ForeignKey(WorkQueue, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False)
    sort_key = ArrayField(models.DecimalField(max_digits=20, decimal_places=2), null=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    agent = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    follow_up_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(null=True)
    """The follow-up that was last agreed with the right party; an appointment as long as it is the follow-up."""
    sleeps_until = models.DateTimeField(null=True)
    """No contact is allowed before this moment, as far as is known; set to null by whatever may change that."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cardholder"], condition=Q(closed_on=None), name="case_one_open"),
            models.CheckConstraint(
                condition=Q(closed_on=None, close_reason="") | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
                name="case_closes_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                # What nobody was given, and what each team was, by language: the scan for the next case meets nothing
                # that is for others. The last two let it step over what sleeps or rests without reading its row.
                F("queue"),
                Coalesce("team", Value(NOBODYS)),
                F("language"),
                F("sort_key"),
                F("id"),
                Coalesce("sleeps_until", Value(LONG_AWAKE)),
                Coalesce("last_contact_at", Value(LONG_AWAKE)),
                name="case_in_line",
                condition=Q(closed_on=None, work_stopped=False, follow_up_at=None, agent=None),
            ),
            models.Index(
                F("queue"),
                Coalesce("team", Value(NOBODYS)),
                F("language"),
                F("follow_up_at"),
                F("id"),
                name="case_due",
                # A case whose work is stopped by a promise is followed up all the same.
                condition=Q(closed_on=None, follow_up_at__isnull=False, agent=None),
            ),
            models.Index(
                fields=["queue", "follow_up_at", "id"],
                name="case_to_follow_up",
                condition=Q(closed_on=None, follow_up_at__isnull=False),
            ),
            models.Index(
                # Everything the live counts look at, so that they read neither the rows nor the cases that are closed.
                fields=["queue", "team", "bucket"],
                include=[
                    *("id", "cardholder", "agent", "work_stopped", "sleeps_until", "follow_up_at"),
                    *("last_contact_at", "opened_on"),
                ],
                name="case_standing",
                condition=Q(closed_on=None),
            ),
            models.Index(
                fields=["team", "queue", "sort_key", "id"],
                name="case_of_team",
                condition=Q(closed_on=None, team__isnull=False),
            ),
            models.Index(fields=["agent", "follow_up_at"], name="case_of_agent", condition=Q(closed_on=None)),
            models.Index(fields=["cardholder", "-id"], name="case_of_cardholder"),
            models.Index(fields=["bucket", "id"], name="case_by_bucket", condition=Q(closed_on=None)),
            models.Index(fields=["bucket", "id"], name="case_held", condition=Q(closed_on=None) & ~Q(hold_kinds=[])),
        ]

    @property
    def has_appointment(self) -> bool:
        """Whether the follow-up was agreed with the right party, and is not one the agent planned by himself."""
        return self.follow_up_at is not None and self.follow_up_at == self.appointment_at
