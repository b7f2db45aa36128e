"""What the pages of results read from a browser."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.dated.forms import DatedForm
from collections_app.arrangements.forms import Chooser
from collections_app.people.labels import team_name
from collections_app.people.models import Team
from collections_app.results.labels import NUMBERS, PERIODS
from collections_app.results.queries.scheme import SCHEMES
from collections_app.results.rules.period import EARLIEST, LATEST, LONGEST, MONTH, RANGE, days_of
from collections_app.results.rules.scorecard import PARTS


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )


class FilterForm(Chooser):
    """Which days, and whose results."""

    period = forms.ChoiceField(choices=list(PERIODS.items()), required=False)
    day = _day(_("Day"))
    first = _day(_("From"))
    last = _day(_("To"))
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
        return period, max(first, last - timedelta(days=LONGEST - 1)), last

    @property
    def team_id(self) -> int | None:
        """The team chosen."""
        team = self.chosen("team", None)
        return team.pk if team else None


class SchemeForm(DatedForm):
    """Weights and plan values of a scorecard."""

    labels, ranges = NUMBERS, SCHEMES.ranges
    places = dict.fromkeys(("plan_rpc_per_day", "limit_breaches", "limit_blocks", "limit_complaints"), 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = _("After today: nobody is weighed anew for days they have worked.")

    @property
    def weights(self) -> list[forms.BoundField]:
        """The four weights."""
        return [self[name] for name in PARTS]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the plan values, in their order."""
        return [self[name] for name in NUMBERS if name not in PARTS]
