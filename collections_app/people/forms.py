"""What the pages of people read from a browser."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from .labels import LANGUAGE_CHOICES, RESTRICTION_CHOICES, ROLE_CHOICES, team_name
from .models import Team, TeamAssignment, User

Reason = TeamAssignment.Reason


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class TeamField(forms.ModelChoiceField):
    """A team that is open, by its name in the reader's language."""

    def __init__(self, **more: Any) -> None:
        teams = Team.objects.filter(is_active=True).order_by("pk")
        super().__init__(queryset=teams, empty_label=_("choose a team"), **more)

    def label_from_instance(self, obj: Any) -> str:
        return team_name(obj)


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
    last_day = _day(_("Last day"), required=False)


class ActingLeadForm(forms.Form):
    """Stand in for a lead up to a day."""

    last_day = _day(_("Acting lead until"), help_text=_("That day included; afterwards the role ends by itself."))


class ClearanceForm(forms.Form):
    """Which restricted files someone may open."""

    restriction = forms.ChoiceField(label=_("Restricted files"), choices=RESTRICTION_CHOICES)
    last_day = _day(_("Last day"), required=False)


class LanguagesForm(forms.Form):
    """Languages and dialects someone speaks."""

    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=LANGUAGE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AssignForm(forms.Form):
    """Put someone into a team, for good or for a time."""

    team = TeamField(label=_("Team"))
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(one.value, one.label) for one in Reason if one != Reason.RETURN]
    )
    first_day = _day(_("First day"))
    last_day = _day(_("Last day"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class TeamForm(forms.Form):
    """A new team."""

    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Letters, digits, hyphens; stays."))
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    tier = forms.ChoiceField(label=_("Tier"), choices=Team.Tier.choices)


class RenameTeamForm(forms.Form):
    """A team's names."""

    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)


class MoveForm(forms.Form):
    """A support transfer of several people."""

    users = forms.ModelMultipleChoiceField(
        label=_("Who moves"), queryset=User.objects.filter(is_active=True).order_by("display_name", "pk")
    )
    team = TeamField(label=_("To team"))
    first_day = _day(_("First day"))
    last_day = _day(_("Last day"), help_text=_("That day included; the day after they are back."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
