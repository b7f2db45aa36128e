from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """One bank file taken in: where it came from, how far it is, what landed.

    A refused file says why in `refusal_code` and `refusal_data` (`accounts/intake/refusals.py` words it).
    `sha256` makes a second delivery of the same bytes visible; rows are merged by key, so it changes nothing.
    """

    class Status(models.TextChoices):
        WAITING = "WAITING", _("waiting")
        READING = "READING", _("reading")
        CHECKING = "CHECKING", _("checking")
        MERGING = "MERGING", _("merging")
        DONE = "DONE", _("done")
        REFUSED = "REFUSED", _("refused")

    file_name = models.CharField(max_length=255)
    layout = models.CharField(max_length=20, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal_data = models.JSONField(default=dict)
    feed_day = models.DateField(null=True)
    recorded_on = models.DateField()
    delivered_by = models.CharField(max_length=80)
    api_key = models.CharField(max_length=8, blank=True, default="", db_default="")
    """The prefix of the API key it came with; "" without one."""
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    bytes_read = models.BigIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_same = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)


class Reject(models.Model):
    """A row that did not land: file, line, column and reason."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="rejects")
    line_no = models.BigIntegerField()
    column = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "line_no"], name="reject_by_line")]


class SuspectedDuplicate(models.Model):
    """Two payments of one account with the same amount and value date but different references (B7).

    Both stand in the ledger: a person decides whether they are one payment. `entry` is the later one.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("to decide")
        ACCEPTED = "ACCEPTED", _("two payments")
        REVERSAL_ASKED = "REVERSAL_ASKED", _("reversal asked for")

    entry = models.ForeignKey("LedgerEntry", on_delete=models.PROTECT, related_name="suspected_duplicates")
    other = models.ForeignKey("LedgerEntry", on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "other"], name="suspected_once"),
            models.CheckConstraint(
                condition=models.Q(status="OPEN", decided_at=None)
                | (~models.Q(status="OPEN") & models.Q(decided_at__isnull=False)),
                name="decided_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="suspected_by_status")]
