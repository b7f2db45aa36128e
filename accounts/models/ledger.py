from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from accounts.models.card_account import CardAccount
from accounts.models.fields import AccrualField, MoneyField


class LedgerEntry(models.Model):
    """One booking on an account; append-only by trigger. Debits are positive, credits negative.

    The balance is the sum of amounts. `value_date` decides what was in time, `posting_date` which
    statement bills it, `recorded_on` which night first knows it (B4): the night for t knows
    `recorded_on` < t. `effective_on` = the latest of the three: the night after it takes the entry in.
    A correction is a new entry with `reverses` set; it keeps the value date of what it reverses.
    `unrounded` is what an interest amount was before its one rounding; the next statement's correction
    needs it (L7).
    """

    class Kind(models.TextChoices):
        PURCHASE = "PURCHASE", _("purchase")
        CASH_ADVANCE = "CASH_ADVANCE", _("cash advance")
        INSTALMENT = "INSTALMENT", _("instalment")
        INTEREST = "INTEREST", _("interest")
        INTEREST_CORRECTION = "INTEREST_CORRECTION", _("interest correction")
        LATE_FEE = "LATE_FEE", _("late fee")
        OTHER_FEE = "OTHER_FEE", _("other fee")
        PAYMENT = "PAYMENT", _("payment")
        PAYMENT_REVERSAL = "PAYMENT_REVERSAL", _("payment reversal")
        REFUND = "REFUND", _("refund")
        CHARGE_REVERSAL = "CHARGE_REVERSAL", _("charge reversal")
        WAIVER = "WAIVER", _("waiver")

    class Component(models.TextChoices):
        PURCHASE = "PURCHASE", _("purchase principal")
        CASH = "CASH", _("cash advance principal")
        INSTALMENT = "INSTALMENT", _("instalment principal")
        INTEREST = "INTEREST", _("interest")
        LATE_FEE = "LATE_FEE", _("late fee")
        OTHER_FEE = "OTHER_FEE", _("other fee")

    card_account = models.ForeignKey(
        CardAccount, on_delete=models.PROTECT, related_name="ledger_entries", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    component = models.CharField(max_length=12, choices=Component.choices, blank=True)
    amount = MoneyField()
    unrounded = AccrualField(null=True)
    posting_date = models.DateField()
    value_date = models.DateField()
    recorded_on = models.DateField()
    effective_on = models.GeneratedField(
        expression=Greatest(F("posting_date"), F("value_date"), F("recorded_on")),
        output_field=models.DateField(),
        db_persist=True,
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.CharField(max_length=80)
    source_ref = models.CharField(max_length=80, blank=True)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    statement_seq = models.IntegerField(null=True)
    policy_version = models.ForeignKey("PolicyVersion", on_delete=models.PROTECT, null=True, db_index=False)
    description = models.CharField(max_length=200, blank=True)
    delivery = models.ForeignKey("Delivery", on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card_account", "source_ref"], condition=~Q(source_ref=""), name="source_ref_once_per_account"
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(kind__in=["PAYMENT_REVERSAL", "CHARGE_REVERSAL"]),
                name="reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "PURCHASE",
                        "CASH_ADVANCE",
                        "INSTALMENT",
                        "INTEREST",
                        "LATE_FEE",
                        "OTHER_FEE",
                        "PAYMENT_REVERSAL",
                    ],
                    amount__gt=0,
                )
                | Q(kind__in=["PAYMENT", "REFUND", "CHARGE_REVERSAL", "WAIVER", "INTEREST_CORRECTION"], amount__lt=0),
                name="entry_sign_follows_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["card_account", "posting_date"], name="entry_by_account"),
            models.Index(fields=["effective_on"], name="entry_effective_on"),
        ]
