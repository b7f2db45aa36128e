"""Forms of the operations page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RunForm(forms.Form):
    """Up to which night; with which date the very first one begins."""

    until = forms.DateField(required=False)
    first = forms.DateField(required=False)


class FirstNightForm(forms.Form):
    """The date of the very first night."""

    first = _day(_("Date of the first night"))


class WaiveForm(forms.Form):
    """Let the nights go on without the payment feed of a day."""

    day = _day(_("Payment feed of"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Kept with your name.")
    )
