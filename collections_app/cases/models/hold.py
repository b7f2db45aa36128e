from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .case import Case


class CaseHold(models.Model):
    """Why work on a case rests (B8), until when, and what it stops. What each kind stops: `rules/holds.py`."""

    class Kind(models.TextChoices):
        DISPUTE = "DISPUTE", _("dispute")
        HARDSHIP = "HARDSHIP", _("hardship")
        COMPLAINT = "COMPLAINT", _("complaint")
        DECEASED = "DECEASED", _("deceased")
        BANKRUPTCY = "BANKRUPTCY", _("bankruptcy")
        FRAUD_CLAIM = "FRAUD_CLAIM", _("fraud claim")
        PLAN = "PLAN", _("instalment plan")
        LEGAL = "LEGAL", _("legal")
        PROMISE = "PROMISE", _("promise running")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=300)
    placed_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = models.TextField()
    until = models.DateField(_("last day"), null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.TextField(blank=True)
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(released_at=None), name="case_hold_one_open_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("placed_on")), name="case_hold_lasts"
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="case_hold_runs_out", condition=Q(released_at=None)),
            models.Index(fields=["placed_on"], name="case_hold_complaint", condition=Q(kind="COMPLAINT")),
        ]
