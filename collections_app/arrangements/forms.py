"""What the pages read from a browser. The case page shows `PromiseForm` inside its own form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.dated.forms import DatedForm
from accounts.models import PartyRole
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.labels import GROUPS, NUMBERS, SHARES, SHOWN
from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus
from collections_app.arrangements.queries.policy import POLICIES
from collections_app.arrangements.rules.guard import COMPANY_SPEAKERS, SPEAKERS
from collections_app.people.models import Team, User

ROWS = 6
"""Instalment rows the form offers; how many a promise may have is the policy's."""
AMOUNT: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal("0.01")}


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class PromiseForm(forms.Form):
    """Amount and day, or up to six instalments; accounts, who promised.

    `accounts`: (account number in the database, its label) of the case; None offers no choice and means all of them.
    Example: `PromiseForm(request.POST or None, prefix="promise", company=False, accounts=[(7, "6200…01 CNY")])`.
    """

    amount = forms.DecimalField(label=_("Amount promised"), **AMOUNT)
    due_on = _day(_("Due on"), required=False)
    speaker = forms.ChoiceField(label=_("Promised by"))
    account_ids = forms.TypedMultipleChoiceField(
        label=_("Accounts"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    follow_up_on = _day(_("Remind on"), required=False)

    def __init__(
        self,
        *args: Any,
        company: bool = False,
        accounts: Sequence[tuple[int, str]] | None = None,
        on: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        speakers = COMPANY_SPEAKERS if company else SPEAKERS
        self.fields["speaker"].choices = [role for role in PartyRole.choices if role[0] in speakers]  # type: ignore[attr-defined]
        if accounts is None:
            del self.fields["account_ids"]
        else:
            self.fields["account_ids"].choices = accounts  # type: ignore[attr-defined]
        for number in range(1, ROWS + 1):
            self.fields[f"day_{number}"] = _day(_("Instalment due on"), required=False)
            self.fields[f"part_{number}"] = forms.DecimalField(label=_("Instalment"), required=False, **AMOUNT)
        if on is not None:
            self.fields["due_on"].widget.attrs["min"] = on.isoformat()

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Day and amount of each instalment row, for the template."""
        return [(self[f"day_{number}"], self[f"part_{number}"]) for number in range(1, ROWS + 1)]

    @property
    def is_filled(self) -> bool:
        """Whether anything of a promise was typed: the case page leaves an empty one alone."""
        typed = ["amount", "due_on", *(f"{name}_{number}" for number in range(1, ROWS + 1) for name in ("day", "part"))]
        return any(self.data.get(self.add_prefix(name)) for name in typed)

    def clean(self) -> dict[str, Any]:
        """A day for every instalment and an amount for every day; a due day where there are none."""
        given = super().clean() or self.cleaned_data
        parts = []
        for number in range(1, ROWS + 1):
            day, part = given.get(f"day_{number}"), given.get(f"part_{number}")
            if day and part:
                parts.append((day, part))
            elif day and f"part_{number}" not in self.errors:
                self.add_error(f"part_{number}", _("How much?"))
            elif part and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("By when?"))
        days_wrong = any(name.startswith(("due_on", "day_", "part_")) for name in self.errors)
        if not parts and not given.get("due_on") and not days_wrong:
            self.add_error("due_on", _("By when?"))
        given["instalments"] = tuple(parts)
        return given

    @property
    def rows_were_read(self) -> bool:
        """Whether every instalment row is whole: else what hangs on all of them cannot be judged."""
        return not any(name.startswith(("day_", "part_")) for name in self.errors)

    def entry(self, submission: UUID, **more: Any) -> PromiseEntry:
        """What was typed, as far as it could be read; `more`: channel, reason, contact_id."""
        given = self.cleaned_data
        entry = PromiseEntry(
            submission=submission,
            amount=given.get("amount"),
            due_on=None if given["instalments"] else given.get("due_on"),
            instalments=given["instalments"],
            account_ids=tuple(given.get("account_ids") or ()),
            speaker=given.get("speaker", ""),
            follow_up_on=given.get("follow_up_on"),
        )
        return replace(entry, **more)

    def field_of(self, refused: str) -> str | None:
        """Where a refusal at `refused` stands: what is wrong with the instalments at the first; None above them all."""
        name = "day_1" if refused == "instalments" else refused
        return name if name in self.fields else None


class CancelForm(forms.Form):
    """Why a promise is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class Chooser(forms.Form):
    """A filter bar: what is wrong in an address is left out, not refused."""

    def chosen(self, name: str, default: Any = "") -> Any:
        """What the address says of `name`, where it can be; else `default`."""
        self.is_valid()
        return self.cleaned_data.get(name) or default

    def _sends_itself(self, *names: str) -> None:
        for name in names:
            self.fields[name].widget.attrs |= {"data-submits": "", "aria-label": str(self.fields[name].label)}


class FilterForm(Chooser):
    """Which promises the list shows."""

    show = forms.ChoiceField(choices=list(SHOWN.items()), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    agent = forms.ModelChoiceField(
        label=_("Taken by"), queryset=User.objects.none(), required=False, empty_label=_("Every agent")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Every team")
    )
    due_from = _day(_("Due from"), required=False)
    due_to = _day(_("Due to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        statuses = [("", _("Every status")), *PromiseStatus.choices]
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]
        takers = PromiseToPay.objects.filter(user__isnull=False).values("user")
        self.fields["agent"].queryset = User.objects.filter(pk__in=takers).order_by("display_name")  # type: ignore[attr-defined]
        self.fields["agent"].label_from_instance = _display_name  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["team"].label_from_instance = _team_name  # type: ignore[attr-defined]
        self._sends_itself("status", "agent", "team", "due_from", "due_to")

    def filters(self) -> dict[str, Any]:
        """What `queries.matching` takes."""
        agent, team = self.chosen("agent", None), self.chosen("team", None)
        return {
            "status": self.chosen("status"),
            "user_id": agent.pk if agent else None,
            "team_id": team.pk if team else None,
            "due_from": self.chosen("due_from", None),
            "due_to": self.chosen("due_to", None),
        }

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(self.filters().values())


class ResultsForm(Chooser):
    """Over which period, and what tells the promises apart."""

    first = _day(_("From"), required=False)
    last = _day(_("To"), required=False)
    group = forms.ChoiceField(choices=list(GROUPS.items()), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sends_itself("first", "last")

    def period(self, first: date, last: date) -> tuple[date, date]:
        """The days asked for; `first` and `last` where the address says nothing, in their order."""
        days = sorted((self.chosen("first", first), self.chosen("last", last)))
        return days[0], days[1]


class PolicyForm(DatedForm):
    """Every number of the promise policy; shares are of one."""

    labels, ranges, places = NUMBERS, POLICIES.ranges, {"minimum_amount": 2}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = _("After today: promises keep what they were made under.")
        for name in SHARES:
            self.fields[name].help_text = _("0.8 is 80 %.")


def _display_name(user: User) -> str:
    return user.display_name


def _team_name(team: Team) -> str:
    return team.name_zh if (get_language() or "").startswith("zh") else team.name_en
