from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from accounts.models.card_account import CardAccount
from accounts.models.fields import MoneyField


class Statement(models.Model):
    """A statement as issued: frozen (append-only by trigger). What is still unpaid of it stands in `Slice`.

    `seq` counts the account's statement dates from `first_statement_date` = 1, whether or not a
    statement was issued on each. `minimum_due` = `past_due` + `own_slice`; a bank's file may leave
    both out (null), then the night finds the own slice when it takes the statement in (`Slice`).
    `months_past_due` is what the bank itself recorded, if it said so.
    """

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="statements", db_index=False)
    seq = models.IntegerField()
    statement_date = models.DateField()
    due_date = models.DateField()
    effective_due_date = models.DateField()
    balance = MoneyField()
    minimum_due = MoneyField()
    past_due = MoneyField(null=True)
    own_slice = MoneyField(null=True)
    interest = MoneyField(default=0)
    fees = MoneyField(default=0)
    months_past_due = models.SmallIntegerField(null=True)
    issued_by = models.CharField(max_length=4, choices=CardAccount.Books.choices)
    recorded_on = models.DateField()
    effective_on = models.GeneratedField(
        expression=Greatest(F("statement_date"), F("recorded_on")), output_field=models.DateField(), db_persist=True
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    policy_version = models.ForeignKey("PolicyVersion", on_delete=models.PROTECT, null=True, db_index=False)
    delivery = models.ForeignKey("Delivery", on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card_account", "seq"], name="statement_once_per_cycle"),
            models.CheckConstraint(condition=Q(due_date__gte=F("statement_date")), name="due_not_before_statement"),
            models.CheckConstraint(
                condition=Q(minimum_due__gte=0) & (Q(own_slice=None) | Q(own_slice__gte=0)), name="minimum_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["effective_on"], name="statement_effective_on"),
            models.Index(
                fields=["-statement_date", "-id"],
                name="statement_bank_says",
                condition=Q(months_past_due__isnull=False),
            ),
        ]
