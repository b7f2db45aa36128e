"""Past days as corrected since: kept answers, computed by a worker when somebody first asks for a day.

Good until the next night (`dashboards/actions/corrected.py`). Nothing here is a fact. Never a sum across currencies.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.card_account import Product
from accounts.models.derived import DelinquencyBucket


class KeptAnswer(models.Model):
    """What all of them say: of which past `day`, as known on the business date `known_on`, of which accounts."""

    day = models.DateField()
    known_on = models.DateField()
    computed_at = models.DateTimeField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3)

    class Meta:
        abstract = True


class CorrectedFigure(KeptAnswer):
    """Accounts and balance of one bucket on `day`."""

    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    accounts = models.IntegerField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "bucket", "product", "region", "currency"], name="corrected_figure_once"
            )
        ]


class CorrectedFlow(KeptAnswer):
    """From which bucket on `since` (a month end) to which on `until`: accounts, and their balance on `since`.

    `until` is `day` itself, for its month so far, or the first of its month, for the whole month before.
    """

    since = models.DateField()
    until = models.DateField()
    from_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    to_bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    accounts = models.IntegerField()
    balance = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "until", "from_bucket", "to_bucket", "product", "region", "currency"],
                name="corrected_flow_once",
            )
        ]


class CorrectedTrend(KeptAnswer):
    """Accounts and balance of one delinquent bucket on every day from `first_day` to `day`, the oldest first.

    A list and not a row a day: ninety days of every product and region would be tens of thousands of rows a question.
    """

    first_day = models.DateField()
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    accounts = ArrayField(models.IntegerField())
    balance = ArrayField(models.DecimalField(max_digits=18, decimal_places=2))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "bucket", "product", "region", "currency"], name="corrected_trend_once"
            )
        ]
