"""What the pages of accounts and policies read from a browser."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.dated.forms import plain
from accounts.models import AccountHold, Cardholder, PolicyVersion

AMOUNT: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal("0.00")}
SHARE: dict[str, Any] = {"max_digits": 9, "decimal_places": 6, "min_value": Decimal(0), "max_value": Decimal(1)}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class WhatIfForm(forms.Form):
    """What if this much were paid on that day?"""

    amount = forms.DecimalField(label=_("Amount paid"), max_digits=14, decimal_places=2, min_value=Decimal("0.01"))
    pay_on = _day(_("Paid on"))


class CalendarForm(forms.Form):
    """Another statement day and due rule; one of the two due fields is filled."""

    statement_day = forms.IntegerField(label=_("Statement day"), min_value=1, max_value=31)
    due_day = forms.IntegerField(label=_("Due day of the month"), min_value=1, max_value=31, required=False)
    due_offset_days = forms.IntegerField(
        label=_("or days after the statement"), min_value=0, max_value=27, required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class RestrictionForm(forms.Form):
    """Who may open the file, and why that changes."""

    restriction = forms.ChoiceField(
        label=_("Who may open this file"),
        required=False,
        choices=[("", _("every role")), *Cardholder.Restriction.choices],
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class PolicyVersionForm(forms.Form):
    """Every number of a policy version; rates are shares of one."""

    valid_from = _day(_("Valid from"), help_text=_("After the business date: what was computed stays as it was."))
    minimum_ratio = forms.DecimalField(
        label=_("Minimum: share of principal"), help_text=_("0.10 is 10 %. Selected by the statement date."), **SHARE
    )
    minimum_floor_amount = forms.DecimalField(
        label=_("Minimum: at least"), help_text=_("Selected by the statement date."), **AMOUNT
    )
    late_fee_ratio = forms.DecimalField(
        label=_("Late fee: share of the unpaid minimum"),
        help_text=_("0.05 is 5 %. Selected by the effective due date."),
        **SHARE,
    )
    late_fee_minimum_amount = forms.DecimalField(
        label=_("Late fee: at least"), help_text=_("Selected by the effective due date."), **AMOUNT
    )
    late_fee_bears_interest = forms.BooleanField(label=_("Late fees bear interest"), required=False)
    daily_interest_rate = forms.DecimalField(
        label=_("Daily interest rate"), help_text=_("0.0005 is 0.05 % a day. Selected by each day."), **SHARE
    )
    grace_days = forms.IntegerField(
        label=_("Grace days"), min_value=0, max_value=30, help_text=_("Selected by the statement date.")
    )
    overdue_tolerance_amount = forms.DecimalField(
        label=_("Overdue tolerance"), help_text=_("Selected by the effective due date."), **AMOUNT
    )
    full_payment_tolerance_amount = forms.DecimalField(
        label=_("Full-payment tolerance"), help_text=_("Selected by the effective due date."), **AMOUNT
    )
    principal_first_from_dpd = forms.IntegerField(
        label=_("Principal first from days past due"),
        min_value=1,
        max_value=9999,
        help_text=_("Selected by the value date of the payment."),
    )
    max_late_fees = forms.IntegerField(
        label=_("Most late fees in an episode"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=_("Empty: no limit."),
    )
    fee_stop_holds = forms.MultipleChoiceField(
        label=_("Holds that stop late fees"),
        choices=AccountHold.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interest_stop_holds = forms.MultipleChoiceField(
        label=_("Holds that stop interest"),
        choices=AccountHold.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cost_ceiling_annual_rate = forms.DecimalField(
        label=_("Cost ceiling, annual rate"),
        max_digits=9,
        decimal_places=6,
        min_value=Decimal(0),
        max_value=Decimal(100),
        help_text=_("0.24 is 24 % a year: an episode that costs more is marked."),
    )
    cost_ceiling_caps = forms.BooleanField(
        label=_("Late fees give way to the ceiling"),
        required=False,
        help_text=_("Fee and interest of one cycle stay within it. Selected by the effective due date."),
    )
    reason = forms.CharField(
        label=_("Why this change"), max_length=300, help_text=_("For whoever reads the history later.")
    )

    @classmethod
    def beginning_with(cls, version: PolicyVersion) -> "PolicyVersionForm":
        """An empty form that starts from the numbers of `version`."""
        names = (name for name in cls.base_fields if name not in ("valid_from", "reason"))
        return cls(initial={name: _as_typed(getattr(version, name)) for name in names})


def _as_typed(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value
