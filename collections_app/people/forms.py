"""What the pages of people read from a browser."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from .labels import ROLE_CHOICES


class InviteForm(forms.Form):
    """Someone new: log-in name, name, first role."""

    username = forms.CharField(
        label=_("Log-in name"), max_length=60, validators=[UnicodeUsernameValidator()], strip=True
    )
    display_name = forms.CharField(label=_("Name"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)


class GrantForm(forms.Form):
    """One more role for someone, with a last day when it is for a time only."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
