"""The move planner's form: how many people go from one desk to another, and when."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collections_app.people.labels import team_name
from collections_app.people.models import Team

from .rules.workload import Move


class _Desk(forms.ModelChoiceField):
    def __init__(self, **more: Any) -> None:
        teams = Team.objects.filter(is_active=True).order_by("pk")
        super().__init__(queryset=teams, to_field_name="code", empty_label=_("choose a team"), **more)

    def label_from_instance(self, obj: Any) -> str:
        return team_name(obj)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class PlanForm(forms.Form):
    """A move to try out; nothing is moved by it."""

    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=999)
    source = _Desk(label=_("From team"))
    target = _Desk(label=_("To team"))
    first = _day(_("First day"))
    last = _day(_("Last day"))

    def __init__(self, *args: Any, days: tuple[date, date], **more: Any) -> None:
        super().__init__(*args, **more)
        self._days = days

    def clean(self) -> dict[str, Any]:
        """Two different desks, the days in order and at least one of them among those that are shown."""
        given = super().clean() or {}
        source, target = given.get("source"), given.get("target")
        if source and source == target:
            self.add_error("target", _("Choose another team than the one they come from."))
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last < self._days[0] or first > self._days[1]):
            self.add_error("first", _("Choose days within the two weeks that are shown."))
        return given

    @property
    def move(self) -> Move:
        """The move, once the form is valid."""
        given = self.cleaned_data
        return Move(
            people=given["people"],
            source=given["source"].pk,
            target=given["target"].pk,
            first=given["first"],
            last=given["last"],
        )
