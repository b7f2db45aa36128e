"""What the night derives from the facts. Nothing here is a fact: every row can be rebuilt by replay."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.card_account import CardAccount, Product
from accounts.models.cardholder import Cardholder
from accounts.models.fields import AccrualField, MoneyField
from accounts.models.ledger import LedgerEntry
from accounts.models.statement import Statement


class DelinquencyBucket(models.IntegerChoices):
    """The statement-based bucket, stored as an ordinal so that "worse" is "greater"."""

    CURRENT = -1, "CURRENT"
    M0 = 0, "M0"
    M1 = 1, "M1"
    M2 = 2, "M2"
    M3 = 3, "M3"
    M4 = 4, "M4"
    M4P = 5, "M4+"


class Position(models.Model):
    """Where an account stands on the business date, kept by the night.

    `cycle_seq` counts statement dates passed; `active`: something was booked since the last one.
    `needs_replay` sends the account down the exact road of `nightly.replay` this night, `always_replay`
    every time something happens on it (an interest stop). `interest_weight` closes the accrual formula
    interest(T) = bearing balance x R(T) - interest_weight, R the cumulative daily rate
    (`accounts/rules/interest.py`). `fingerprint` is 63 bits over the row and its pools and slices;
    their sum is the night's checksum.
    """

    card_account = models.OneToOneField(
        CardAccount, on_delete=models.PROTECT, primary_key=True, related_name="position"
    )
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    cycle_seq = models.IntegerField(default=0)
    last_statement_date = models.DateField(null=True)
    next_statement_date = models.DateField()
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices, default=DelinquencyBucket.CURRENT)
    bucket_since = models.DateField()
    anchor_seq = models.IntegerField(null=True)
    anchor_due_date = models.DateField(null=True)
    episode_since = models.DateField(null=True)
    episode_late_fees = models.IntegerField(default=0)
    lifetime_late_fees = models.IntegerField(default=0)
    past_due = MoneyField(default=0)
    balance = MoneyField(default=0)
    credit_balance = MoneyField(default=0)
    interest_weight = AccrualField(default=0)
    active = models.BooleanField(default=False)
    needs_replay = models.BooleanField(default=False)
    always_replay = models.BooleanField(default=False)
    replayed_on = models.DateField(null=True)
    held_back = models.BooleanField(default=False)
    changed_on = models.DateField()
    fingerprint = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(credit_balance__gte=0), name="credit_balance_not_negative"),
            models.CheckConstraint(
                condition=Q(bucket=-1, anchor_seq=None) | Q(bucket__gte=0, anchor_seq__isnull=False),
                name="delinquent_has_anchor",
            ),
        ]
        indexes = [
            models.Index(fields=["next_statement_date"], name="position_next_statement"),
            # How many may roll into the next bucket on which day, counted without their rows.
            models.Index(fields=["next_statement_date", "bucket"], name="position_rolling", condition=Q(bucket__gte=0)),
            # The lists of delinquent accounts begin with their first rows, in either order.
            models.Index(
                fields=["bucket", "anchor_due_date", "card_account"],
                name="position_by_bucket_and_days",
                condition=Q(bucket__gte=0),
            ),
            models.Index(
                fields=["anchor_due_date", "card_account"], name="position_by_days", condition=Q(bucket__gte=0)
            ),
            models.Index(fields=["-past_due", "card_account"], name="position_by_past_due", condition=Q(bucket__gte=0)),
            models.Index(fields=["cardholder"], name="position_by_cardholder"),
        ]


class Slice(models.Model):
    """A statement's own part of the minimum on the past-due ladder, and how much of it is unpaid.

    `issued_past_due` is what was open on the ladder when the night took the statement in, frozen;
    `amount` is what waivers, reversed charges and balance caps (L3, L13) left of the own slice.
    `statement_unpaid` is the statement balance less payments, for the full-payment test; `missed` and
    `interest_free` are decided the night after the effective due date.
    """

    class InterestFree(models.TextChoices):
        OPEN = "OPEN", _("not yet decided")
        KEPT = "KEPT", _("paid in full in time")
        LOST = "LOST", _("not paid in full in time")

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, primary_key=True, related_name="slice")
    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="slices", db_index=False)
    seq = models.IntegerField()
    statement_date = models.DateField()
    due_date = models.DateField()
    effective_due_date = models.DateField()
    issued_past_due = MoneyField()
    amount = MoneyField()
    unpaid = MoneyField()
    statement_unpaid = MoneyField()
    interest_free = models.CharField(max_length=4, choices=InterestFree.choices, default=InterestFree.OPEN)
    missed = models.BooleanField(null=True)
    missed_amount = MoneyField(default=0)
    late_fee = MoneyField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0, unpaid__gte=0), name="slice_not_negative"),
            models.UniqueConstraint(fields=["card_account", "seq"], name="slice_once_per_cycle"),
        ]
        indexes = [
            models.Index(fields=["effective_due_date"], name="slice_undecided", condition=Q(missed=None)),
            models.Index(fields=["effective_due_date"], name="slice_charged", condition=Q(late_fee__gt=0)),
        ]


class BalancePool(models.Model):
    """What is owed of one component, by the statement (`seq`) that bills or will bill it.

    Billed when seq <= the position's cycle_seq. A BEARING pool counts in the position's
    `interest_weight`; a FREE one keeps its own `weight`, to be added from posting date if its statement
    is not paid in full (L5); an IDLE one bears nothing: fees, interest not yet billed, residues (L12).
    """

    class Bears(models.TextChoices):
        FREE = "FREE", _("interest-free until its statement is decided")
        IDLE = "IDLE", _("bears nothing")
        BEARING = "BEARING", _("bears interest")

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="pools", db_index=False)
    seq = models.IntegerField()
    component = models.CharField(max_length=12, choices=LedgerEntry.Component.choices)
    remaining = MoneyField()
    bears = models.CharField(max_length=7, choices=Bears.choices)
    weight = AccrualField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card_account", "seq", "component"], name="pool_once"),
            models.CheckConstraint(condition=Q(remaining__gte=0), name="pool_not_negative"),
        ]


class Allocation(models.Model):
    """Which pool a payment or other credit paid, and how much of it (§2.6)."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="allocations")
    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="allocations")
    seq = models.IntegerField()
    component = models.CharField(max_length=12, choices=LedgerEntry.Component.choices)
    amount = MoneyField()


class BucketInterval(models.Model):
    """Bucket history as intervals [from_date, to_date), as it was known from `known_from` to `known_to`.

    A night appends; a correction closes what was said before (`known_to`) and says it anew.
    """

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="bucket_intervals")
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices)
    anchor_seq = models.IntegerField(null=True)
    known_from = models.DateField()
    known_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card_account"], condition=Q(to_date=None, known_to=None), name="one_open_bucket_interval"
            ),
        ]
        # Those who entered a bucket since a day, and those a night since then said something new of: the lists behind a
        # flow; who was ever in a bucket, in the order in which a list shows them.
        indexes = [
            models.Index(fields=["from_date", "bucket"], name="interval_entered"),
            models.Index(fields=["known_from", "bucket"], name="interval_said"),
            models.Index(fields=["bucket", "card_account"], name="interval_delinquent", condition=Q(bucket__gte=0)),
        ]
