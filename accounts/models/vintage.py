"""Vintage as every first of a month knew it: rows that know from which month on, and until which, they were right.

Written by the night (`nightly/vintage.py`). `known_from` and `known_to` are firsts of months, `known_to` the first of
them that knew better.
"""

from django.db import models
from django.db.models import F, Q

from accounts.models.card_account import CardAccount, Product


class Reached91(models.Model):
    """An account that was ever 91 days past due: since when, and how old it was then.

    `cohort` is the first of the month it was opened in, `mob` its whole months on book on that `day`.
    """

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    cohort = models.DateField()
    mob = models.SmallIntegerField()
    day = models.DateField()
    known_from = models.DateField()
    known_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card_account", "known_from"], name="reached_once"),
            models.UniqueConstraint(fields=["card_account"], condition=Q(known_to=None), name="reached_known_now_once"),
            models.CheckConstraint(condition=Q(known_to=None) | Q(known_to__gt=F("known_from")), name="reached_known"),
        ]
        indexes = [models.Index(fields=["cohort", "card_account"], name="reached_by_cohort")]


class VintageFigure(models.Model):
    """Of the `accounts` opened in one month, how many were ever 91 days past due by month on book `mob`.

    Kept for every month on book that all of them had behind them on `known_from`.
    """

    cohort = models.DateField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    mob = models.SmallIntegerField()
    accounts = models.IntegerField()
    ever_91 = models.IntegerField()
    known_from = models.DateField()
    known_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "product", "currency", "mob", "known_from"], name="vintage_once"),
            models.UniqueConstraint(
                fields=["cohort", "product", "currency", "mob"],
                condition=Q(known_to=None),
                name="vintage_known_now_once",
            ),
            models.CheckConstraint(condition=Q(ever_91__gte=0, ever_91__lte=F("accounts")), name="vintage_is_a_part"),
            models.CheckConstraint(condition=Q(known_to=None) | Q(known_to__gt=F("known_from")), name="vintage_known"),
        ]
