from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import LedgerEntry
from accounts.models.fields import MoneyField
from collections_app.people.models import Team, User


class ResultDay(models.Model):
    """What one agent did on one day, for the team of that day; the columns are those of `rules.measures.Counts`.

    `user` is null for what no person did; `team` for who was in none.
    """

    day = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    attempts = models.IntegerField(default=0)
    connects = models.IntegerField(default=0)
    rpc = models.IntegerField(default=0)
    inbound = models.IntegerField(default=0)
    inbound_rpc = models.IntegerField(default=0)
    promises = models.IntegerField(default=0)
    matured = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    partial = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)
    blocks = models.IntegerField(default=0)
    breaches = models.IntegerField(default=0)
    complaints = models.IntegerField(default=0)
    worked = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "user", "team"], name="result_day_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["user", "day"], name="result_day_of_user")]


class ResultMoney(models.Model):
    """The money of one agent, day, team and currency; `recovered` is net of reversals and may be negative."""

    day = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    promised = models.DecimalField(max_digits=18, decimal_places=2)
    credited = models.DecimalField(max_digits=18, decimal_places=2)
    recovered = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "user", "team", "currency"], name="result_money_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["user", "day"], name="result_money_of_user")]


class Opening(models.Model):
    """Open cases assigned to an agent or a team in the morning of a day, and what was past due on them."""

    day = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    cases = models.IntegerField()
    past_due = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "user", "team", "currency"], name="result_opening_once", nulls_distinct=False
            )
        ]


class Recovery(models.Model):
    """One payment of a cardholder in collection, or the reversal of one, and whose it is (`rules.attribution`).

    `day` is its value date; a reversal has that of its payment, its agent and team, and a negative amount. One row
    for an entry: nothing counts twice.
    """

    class Why(models.TextChoices):
        PROMISE = "PROMISE", _("falls into a promise")
        CONTACT = "CONTACT", _("after a right-party contact")
        NOBODY = "NOBODY", _("paid without us")

    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    case_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount = MoneyField()
    why = models.CharField(max_length=7, choices=Why.choices)
    promise_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why="NOBODY", user=None) | (~Q(why="NOBODY") & Q(user__isnull=False)),
                name="recovery_is_somebodys_or_nobodys",
            )
        ]
        indexes = [
            models.Index(fields=["day", "id"], name="recovery_by_day"),
            models.Index(fields=["user", "day", "id"], name="recovery_of_user"),
        ]


class ResultNight(models.Model):
    """How far the night for `day` had read: the newest contact, promise, hold, refusal and breach it saw.

    The next but one night reads on from here, so that a row whose transaction ended late is not missed.
    """

    day = models.DateField(primary_key=True)
    contact = models.BigIntegerField()
    promise = models.BigIntegerField()
    hold = models.BigIntegerField()
    refusal = models.BigIntegerField()
    breach = models.BigIntegerField()
