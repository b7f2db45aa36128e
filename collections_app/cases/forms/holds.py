"""Placing a hold, and ending one."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collections_app.cases.models import CaseHold
from collections_app.cases.rules.holds import BY_HAND

LABELS = dict(CaseHold.Kind.choices)


class HoldForm(forms.Form):
    """Which hold, until when, and why."""

    kind = forms.ChoiceField(label=pgettext_lazy("case", "Hold"), choices=[(kind, LABELS[kind]) for kind in BY_HAND])
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: until somebody releases it; hardship is looked at again after 30 days."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("For whoever reads the case later."))


class ReleaseForm(forms.Form):
    """Why a hold ends."""

    reason = forms.CharField(label=_("Why it ends"), max_length=300)
