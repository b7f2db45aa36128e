"""What the pages of results read from a browser."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collections_app.arrangements.forms import Chooser
from collections_app.people.labels import team_name
from collections_app.people.models import Team
from collections_app.results.actions.schemes import RANGES
from collections_app.results.labels import NUMBERS, PERIODS
from collections_app.results.models import ScorecardScheme
from collections_app.results.rules.period import LONGEST, MONTH, RANGE, days_of
from collections_app.results.rules.scorecard import PARTS


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class FilterForm(Chooser):
    """Which days, and whose results."""

    period = forms.ChoiceField(choices=list(PERIODS.items()), required=False)
    day = _day(_("Day"), required=False)
    first = _day(_("From"), required=False)
    last = _day(_("To"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Every team")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["team"].label_from_instance = team_name  # type: ignore[attr-defined]
        self._sends_itself("day", "first", "last", "team")

    def days(self, today: date) -> tuple[str, date, date]:
        """The period chosen and its days; this month unless asked, a range no longer than a year."""
        period = self.chosen("period", MONTH)
        if period != RANGE:
            return period, *days_of(period, self.chosen("day", today))
        first, last = sorted((self.chosen("first", today.replace(day=1)), self.chosen("last", today)))
        return period, max(first, date.fromordinal(max(1, last.toordinal() - LONGEST + 1))), last

    @property
    def team_id(self) -> int | None:
        """The team chosen."""
        team = self.chosen("team", None)
        return team.pk if team else None


class SchemeForm(forms.Form):
    """Weights and plan values of a scorecard."""

    valid_from = _day(_("Valid from"), help_text=_("After today: nobody is weighed anew for days they have worked."))
    reason = forms.CharField(
        label=_("Why this change"), max_length=300, help_text=_("For whoever reads the history later.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in NUMBERS.items():
            # How large a number may be is the action's to refuse, with its reason.
            if isinstance(RANGES[name][0], Decimal):
                places = 6 if name.endswith("rate") else 2
                self.fields[name] = forms.DecimalField(label=str(label), max_digits=9, decimal_places=places)
            else:
                self.fields[name] = forms.IntegerField(label=str(label), min_value=-32768, max_value=32767)

    @classmethod
    def beginning_with(cls, scheme: ScorecardScheme) -> "SchemeForm":
        """An empty form that starts from the numbers of `scheme`."""
        return cls(initial={name: plain(getattr(scheme, name)) for name in NUMBERS})

    @property
    def weights(self) -> list[forms.BoundField]:
        """The four weights."""
        return [self[name] for name in PARTS]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the plan values, in their order."""
        return [self[name] for name in NUMBERS if name not in PARTS]


def plain(value: Any) -> str:
    """0.300000 as 0.3: nobody types six places."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
