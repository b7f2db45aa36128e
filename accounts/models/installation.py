from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """One row: where this installation stands in time (`domain.md` B10).

    `business_date` is the day whose morning the last completed night prepared: the night
    for t lies between t-1 and t, and the day after it is t. Facts recorded during that day
    are known to the night for t+1. Null until the first night has run. `night_begun` is the last night
    that began, finished or not: it has read its facts, so what is entered since is for the night after it.
    """

    class PaymentFeed(models.TextChoices):
        NONE = "NONE", _("no feed expected")
        DAILY = "DAILY", _("one every day")

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=80)
    business_date = models.DateField(null=True)
    night_begun = models.DateField(null=True)
    simulated = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    payment_feed = models.CharField(max_length=8, choices=PaymentFeed.choices, default=PaymentFeed.NONE)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_is_one_row")]


class FeedDay(models.Model):
    """The payment feed of one day: when it became known, or why a manager let the night go on without it."""

    day = models.DateField(primary_key=True)
    recorded_on = models.DateField()
    waived_reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
