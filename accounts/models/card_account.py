from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.cardholder import Cardholder
from accounts.models.fields import MoneyField


class Product(models.Model):
    """A group of accounts that shares its policies (B12). Chinese and English names are data."""

    code = models.CharField(max_length=20, unique=True)
    name_en = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    corporate = models.BooleanField(default=False)


class CardAccount(models.Model):
    """The unit of bucket computation: one currency, one calendar, one ladder (B13).

    Terms only, with the calendar the account began with (`CalendarChange` tells what came later); where it stands
    today is `Position`. The two ledger modes (B1) say who issues statements and who posts fees and interest: the
    bank's feed or our night.
    """

    class Books(models.TextChoices):
        BANK = "BANK", _("the bank's feed")
        OWN = "OWN", _("Fairdue's night")

    class DueRule(models.TextChoices):
        DAY = "DAY", _("fixed day of the month")
        OFFSET = "OFFSET", _("days after the statement")

    class Status(models.TextChoices):
        OPEN = "OPEN", _("open")
        CLOSED = "CLOSED", _("closed")
        CHARGED_OFF = "CHARGED_OFF", _("charged off")

    account_no = models.CharField(max_length=40, unique=True)
    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="card_accounts")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="card_accounts")
    currency = models.CharField(max_length=3)
    card_token = models.CharField(max_length=64, blank=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    opened_on = models.DateField()
    statement_day = models.SmallIntegerField()
    due_rule = models.CharField(max_length=6, choices=DueRule.choices)
    due_day = models.SmallIntegerField(null=True)
    due_offset_days = models.SmallIntegerField(null=True)
    first_statement_date = models.DateField()
    credit_limit = MoneyField()
    cash_limit = MoneyField(default=0)
    statements_by = models.CharField(max_length=4, choices=Books.choices)
    charges_by = models.CharField(max_length=4, choices=Books.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    status_since = models.DateField(null=True)
    recorded_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(statement_day__gte=1, statement_day__lte=31), name="statement_day_in_month"
            ),
            models.CheckConstraint(
                condition=Q(due_rule="OFFSET", due_offset_days__gte=0, due_offset_days__lte=27, due_day=None)
                | (
                    Q(due_rule="DAY", due_day__gte=1, due_day__lte=31, due_offset_days=None)
                    & (Q(due_day__gt=F("statement_day")) | Q(due_day__lt=F("statement_day"), due_day__lte=27))
                ),
                name="due_date_before_next_statement",
            ),
            models.CheckConstraint(condition=Q(credit_limit__gte=0, cash_limit__gte=0), name="limits_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="currency_is_iso"),
            models.CheckConstraint(condition=Q(card_last4__regex=r"^([0-9]{4})?$"), name="card_last4_is_four_digits"),
        ]
        indexes = [models.Index(fields=["card_last4"], name="card_account_last4")]


class CalendarChange(models.Model):
    """From statement `from_seq` on the account has another statement day and due rule: a dated fact (B5), append-only
    but for `reason`, which goes with the person.

    Recorded before the statement `from_seq - 1` was cut, so every night that needs it knows it. A later change for
    the same statement replaces an earlier one.
    """

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="calendar_changes")
    from_seq = models.IntegerField()
    statement_day = models.SmallIntegerField()
    due_rule = models.CharField(max_length=6, choices=CardAccount.DueRule.choices)
    due_day = models.SmallIntegerField(null=True)
    due_offset_days = models.SmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(statement_day__gte=1, statement_day__lte=31), name="changed_statement_day_in_month"
            ),
            models.CheckConstraint(
                condition=Q(due_rule="OFFSET", due_offset_days__gte=0, due_offset_days__lte=27, due_day=None)
                | (
                    Q(due_rule="DAY", due_day__gte=1, due_day__lte=31, due_offset_days=None)
                    & (Q(due_day__gt=F("statement_day")) | Q(due_day__lt=F("statement_day"), due_day__lte=27))
                ),
                name="changed_due_date_before_next_statement",
            ),
            models.CheckConstraint(condition=Q(from_seq__gte=2), name="calendar_changes_after_the_first_statement"),
        ]
        indexes = [models.Index(fields=["card_account", "from_seq", "id"], name="calendar_change_by_account")]
