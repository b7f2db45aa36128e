"""The log of nights: one row a night, one a step and shard, one a problem."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Night(models.Model):
    """The night for one business date. `shards` is fixed when it starts, so that a resumed night splits alike.

    `checksum` is the sum of all position fingerprints after the night: the same for any number of shards,
    runs and resumptions. `held` says that the payment feed was missing: no fee, no worse bucket (B10).
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING", _("running")
        FAILED = "FAILED", _("failed")
        DONE = "DONE", _("done")

    date = models.DateField(primary_key=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    shards = models.SmallIntegerField()
    held = models.BooleanField(default=False)
    started_by = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    checksum = models.DecimalField(max_digits=30, decimal_places=0, null=True)
    verified_at = models.DateTimeField(null=True)
    verified_checksum = models.DecimalField(max_digits=30, decimal_places=0, null=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_checksum = models.DecimalField(max_digits=30, decimal_places=0, null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="RUNNING"), name="one_night_runs_at_a_time"
            )
        ]

    @property
    def verified(self) -> bool | None:
        """Whether its facts as known then gave its checksum again; None while nobody has asked."""
        return None if self.verified_checksum is None else self.verified_checksum == self.checksum

    @property
    def corrected(self) -> bool | None:
        """Whether everything known since still gives its checksum; None while nobody has asked."""
        return None if self.corrected_checksum is None else self.corrected_checksum == self.checksum


class NightStep(models.Model):
    """A step of a night that is done, written in the transaction that did it: present means finished."""

    night = models.ForeignKey(Night, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    shard = models.SmallIntegerField()
    rows = models.BigIntegerField()
    seconds = models.DecimalField(max_digits=10, decimal_places=3)
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["night", "step", "shard"], name="step_once_per_shard")]


class NightProblem(models.Model):
    """A row the night could not treat as it should, with its reason: shown, never skipped in silence."""

    night = models.ForeignKey(Night, on_delete=models.PROTECT, related_name="problems")
    step = models.CharField(max_length=40)
    account_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
