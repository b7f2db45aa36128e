from django.db import models
from django.db.models import Q

from accounts.models import CardAccount
from accounts.models.derived import DelinquencyBucket
from accounts.models.fields import MoneyField
from collections_app.people.models import Team, User


class AssignedAccount(models.Model):
    """A delinquent account on the first morning of `month`, and who had its case then.

    `to_bucket` is where it stands on the first morning of the next month; null before, and for accounts of a fraud
    case, of which no roll rate is told. `team` as for `Opening`.
    """

    month = models.DateField()
    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    balance = MoneyField()
    to_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "card_account"], name="assigned_once"),
            models.CheckConstraint(condition=~Q(user=None, team=None), name="assigned_to_somebody"),
        ]
        # The accounts behind a figure are read a page at a time.
        indexes = [
            models.Index(fields=["team", "month", "bucket", "card_account"], name="assigned_to_team"),
            models.Index(fields=["user", "month", "bucket", "card_account"], name="assigned_to_user"),
        ]


class AssignedFlow(models.Model):
    """From which bucket on the first morning of `month` to which a month later: the accounts of one agent, team and
    currency, and their balance at the start."""

    month = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    from_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    to_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    accounts = models.IntegerField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "user", "team", "currency", "from_bucket", "to_bucket"],
                name="assigned_flow_once",
                nulls_distinct=False,
            ),
        ]
