from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Cardholder
from collections_app.people.models import User


class Breach(models.Model):
    """An outbound contact that had no valid permit. `rules` are those it broke; empty: it was only not asked for."""

    contact_id = models.BigIntegerField(unique=True)
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    cause = models.CharField(
        max_length=12,
        choices=[
            ("NO_PERMIT", _("no permit was asked for")),
            ("EXPIRED", _("the permit was over")),
            ("OTHER", _("the permit was for another contact")),
        ],
    )
    rules = ArrayField(models.CharField(max_length=30), default=list)
    recorded_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="breach_newest"),
            models.Index(fields=["at"], name="breach_open", condition=Q(reviewed_at=None)),
        ]
