"""Snapshots the night keeps (B17); vintage has a file of its own. Never a sum across currencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.card_account import CardAccount, Product
from accounts.models.derived import DelinquencyBucket
from accounts.models.fields import MoneyField


class PortfolioFigure(models.Model):
    """Accounts, balance and past due of one bucket, product, region and currency on one day."""

    day = models.DateField()
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3)
    accounts = models.IntegerField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)
    past_due = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "bucket", "product", "region", "currency"], name="figure_once")
        ]


class MonthEnd(models.Model):
    """An account with a balance or past due on the last day of a month."""

    day = models.DateField()
    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="month_ends")
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    balance = MoneyField()
    past_due = MoneyField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "card_account"], name="month_end_once")]
        # The accounts behind a figure of the flow are read a page at a time.
        indexes = [models.Index(fields=["day", "bucket", "card_account"], name="month_end_by_bucket")]


class BucketFlow(models.Model):
    """From which bucket on `since` (a month end) to which on `day`: accounts, and their balance on `since`."""

    day = models.DateField()
    since = models.DateField()
    from_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    to_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=40, blank=True, default="")
    currency = models.CharField(max_length=3)
    accounts = models.IntegerField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "from_bucket", "to_bucket", "product", "region", "currency"], name="flow_once"
            )
        ]


class ChargeComparison(models.Model):
    """What we would have billed beside what the bank billed (B1): compared, never posted.

    `banks` is null until the bank's statement of the cycle has come.
    """

    class What(models.TextChoices):
        MINIMUM = "MINIMUM", _("minimum amount due")
        INTEREST = "INTEREST", _("interest")
        LATE_FEE = "LATE_FEE", _("late fee")

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="charge_comparisons")
    seq = models.IntegerField()
    what = models.CharField(max_length=8, choices=What.choices)
    ours = MoneyField()
    banks = MoneyField(null=True)
    compared_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card_account", "seq", "what"], name="compared_once")]
        indexes = [models.Index(fields=["-compared_on", "-id"], name="comparison_newest_first")]
