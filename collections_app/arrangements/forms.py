"""What the pages read from a browser. The case page shows `PromiseForm` inside its own form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import PartyRole
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.rules.guard import COMPANY_SPEAKERS, SPEAKERS

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
        if not parts and not given.get("due_on") and not self.errors:
            self.add_error("due_on", _("By when?"))
        given["instalments"] = tuple(parts)
        return given

    def entry(self, submission: UUID, **more: Any) -> PromiseEntry:
        """What was typed, of a valid form; `more`: channel, reason, contact_id.

        A refusal of the action speaks of `amount`, `due_on`, `instalments`, `account_ids`, `speaker`, `follow_up_on`.
        """
        given = self.cleaned_data
        entry = PromiseEntry(
            submission=submission,
            amount=given["amount"],
            due_on=None if given["instalments"] else given["due_on"],
            instalments=given["instalments"],
            account_ids=tuple(given.get("account_ids") or ()),
            speaker=given["speaker"],
            follow_up_on=given["follow_up_on"],
        )
        return replace(entry, **more)


class CancelForm(forms.Form):
    """Why a promise is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
