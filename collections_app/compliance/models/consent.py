from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Cardholder

from .permit import Channel


class Consent(models.Model):
    """What the debtor agreed to, from `valid_from` to `valid_until`, both days included.

    CALL: to be called (a call under it is outside the seven-day counts; a conversation spends it, Reg F comment
    14(b)(3)(i)-3). HOURS: to be contacted from `hours_from` to before `hours_to` of his own day, whatever the window.
    """

    class Kind(models.TextChoices):
        CALL = "CALL", _("agreed to be called")
        HOURS = "HOURS", _("agreed to other hours")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices, blank=True)
    number_hash = models.CharField(max_length=64, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    hours_from = models.TimeField(null=True)
    hours_to = models.TimeField(null=True)
    given_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.TextField()
    spent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=models.F("valid_from")), name="consent_lasts"),
            models.CheckConstraint(
                condition=Q(kind="CALL", hours_from=None, hours_to=None)
                | Q(kind="HOURS", hours_from__isnull=False, hours_to__gt=models.F("hours_from")),
                name="consent_to_hours_names_them",
            ),
        ]
        indexes = [models.Index(fields=["cardholder", "valid_until"], name="consent_by_cardholder")]
