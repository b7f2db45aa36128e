"""Editing a queue: everything but its conditions."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collections_app.cases.actions.queues import QueueEntry
from collections_app.cases.labels import ORDER_LABELS
from collections_app.cases.models import QueueVersion
from collections_app.cases.rules.order import MOST_KEYS
from collections_app.people.models import Team


class QueueForm(forms.Form):
    """Names, teams, order, capacity, note; the code only for a queue that is new."""

    code = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("Small letters, digits and dashes; it never changes.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    capacity = forms.IntegerField(
        label=_("Cases per agent and day"),
        min_value=1,
        max_value=1000,
        initial=120,
        help_text=_("For planning: workload and “over capacity” reckon with it. Nobody is stopped at it."),
    )
    teams = forms.MultipleChoiceField(
        label=_("Teams that take from it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Why this change"), max_length=200, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chinese = (get_language() or "").startswith("zh")
        teams = Team.objects.filter(is_active=True).order_by("code")
        self.fields["teams"].choices = [  # type: ignore[attr-defined]
            (team.code, team.name_zh if chinese else team.name_en) for team in teams
        ]
        if not is_new:
            del self.fields["code"]
        for place in range(MOST_KEYS):
            label = _("First by") if place == 0 else _("then by")
            choices = [("", _("no further order") if place else _("age of the case")), *ORDER_LABELS.items()]
            self.fields[f"order_{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @classmethod
    def beginning_with(cls, version: QueueVersion) -> "QueueForm":
        """A change of what is in force."""
        initial = {
            "name_en": version.name_en,
            "name_zh": version.name_zh,
            "capacity": version.capacity,
            "teams": list(version.teams.values_list("code", flat=True)),
            "based_on": version.number,
            **{f"order_{place}": key for place, key in enumerate(version.order)},
        }
        return cls(initial=initial, is_new=False)

    @property
    def order_keys(self) -> list[forms.BoundField]:
        """The selects of the order, the first decides."""
        return [self[f"order_{place}"] for place in range(MOST_KEYS)]

    def entry(self, conditions: list[dict[str, Any]]) -> QueueEntry:
        """What the actions take."""
        given = self.cleaned_data
        keys = [given[f"order_{place}"] for place in range(MOST_KEYS)]
        return QueueEntry(
            conditions=conditions,
            order=[key for key in keys if key],
            **{name: given[name] for name in ("name_en", "name_zh", "capacity", "teams", "note")},
        )
