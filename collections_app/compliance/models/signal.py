from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Cardholder

from .permit import Channel


class StopSignal(models.Model):
    """A person said stop (B8). In force from `effective_at`, when we received it, until it is lifted with a reason.

    CEASE: no contact about the debt at all. ATTORNEY: only through the lawyer. OPT_OUT: not by `channel`.
    OBJECTION: this number's owner, a third party, wants no more contact.
    """

    class Kind(models.TextChoices):
        CEASE = "CEASE", _("asked us to stop all contact")
        ATTORNEY = "ATTORNEY", _("represented by a lawyer")
        OPT_OUT = "OPT_OUT", _("asked us not to use a channel")
        OBJECTION = "OBJECTION", _("a third party objects")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="stop_signals")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices, blank=True)
    number_hash = models.CharField(max_length=64, blank=True)
    effective_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="OPT_OUT") & ~Q(channel="") | ~Q(kind="OPT_OUT") & Q(channel=""),
                name="opt_out_names_a_channel",
            ),
            models.CheckConstraint(
                condition=~Q(kind="OBJECTION") | ~Q(number_hash=""), name="objection_names_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["cardholder"], name="stop_signal_in_force", condition=Q(lifted_at=None)),
            models.Index(fields=["number_hash"], name="stop_signal_objection", condition=Q(kind="OBJECTION")),
        ]
