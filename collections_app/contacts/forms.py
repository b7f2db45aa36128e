"""What the pages of contacts read from a browser."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import PartyRole
from collections_app.cases.models import Case
from collections_app.compliance.models import Channel, Purpose

from .entry import ContactEntry
from .labels import EFFECT_LABELS, name_of
from .models import Ability, Contact, Finding, Observed, Outcome
from .queries import outcomes_in_use, reasons_in_use
from .rules.checks import LONGEST, LONGEST_FINDING
from .rules.effects import EFFECTS

NOT_SAID = ("", "–")
YES_NO = (NOT_SAID, ("yes", _("yes")), ("no", _("no")))
FINDING = "finding_"


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=False, widget=widget, **more)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_SAID, *(pair for pair in choices if pair[0])], required=False)


def _hidden(field: type[forms.Field], **more: Any) -> forms.Field:
    return field(required=False, widget=forms.HiddenInput, **more)


class ContactForm(forms.Form):
    """One contact, as the log form of the case page sends it; `entry()` is what the action takes.

    `company` chooses reasons and opens the fact-finding list. Hidden: `submission` (made once per form, so that a
    second click stores nothing), the permit, the number, and `happened_at`, the moment the number was dialled.
    """

    CHANNELS: Sequence[str] = Channel.values
    """How the contact may have been made, as far as this form knows."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.PHONE, required=False)
    inbound = _hidden(forms.BooleanField)
    purpose = _hidden(forms.ChoiceField, choices=Purpose.choices, initial=Purpose.COLLECT)
    permit_token = _hidden(forms.UUIDField)
    contact_point_id = _hidden(forms.IntegerField)
    related_party_id = _hidden(forms.IntegerField)
    happened_at = _hidden(forms.DateTimeField)
    number = forms.CharField(
        label=_("Number"), max_length=LONGEST["number"], required=False, help_text=_("If it is not in the list.")
    )
    outcome = forms.ChoiceField(label=_("Outcome"))
    role = _choice(_("Spoken to"), PartyRole.choices)
    verified_by = _choice(_("Identity verified by"), Contact.Verified.choices)
    reason = forms.ChoiceField(label=_("Reason for not paying"), required=False)
    message_left = forms.ChoiceField(label=_("Message left"), choices=YES_NO, required=False)
    objects = forms.BooleanField(label=_("Objects to further contact"), required=False)
    follow_up_at = _moment(_("Follow up"))
    willingness = _choice(_("Willingness"), Case.Willingness.choices)
    ability = _choice(_("Ability"), Ability.choices)
    observed = _choice(_("Observed"), Observed.choices)
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was said, in facts. No full card numbers."),
    )
    call_id = forms.CharField(label=_("Call number of the phone system"), max_length=LONGEST["call_id"], required=False)
    recording = forms.CharField(label=_("Recording"), max_length=LONGEST["recording"], required=False)

    def __init__(self, *args: Any, company: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.company = company
        self.listed = [row for row in outcomes_in_use() if row.channel in ("", *self.CHANNELS)]
        _choices(self, "channel", [choice for choice in Channel.choices if choice[0] in self.CHANNELS])
        self.fields["submission"].initial = uuid4
        _choices(self, "outcome", [NOT_SAID, *_by_class(self.listed)])
        _choices(self, "reason", [NOT_SAID, *((row.code, name_of(row)) for row in reasons_in_use(company=company))])
        if company:
            for question, label in Finding.Question.choices:
                self.fields[FINDING + question] = forms.CharField(
                    label=label, max_length=LONGEST_FINDING, required=False
                )

    @property
    def outcome_facts(self) -> dict[str, dict[str, Any]]:
        """By outcome code: what it asks for, whether the right party must be verified, its channel; for the script."""
        return {
            row.code: {"asks": row.asks, "right_party": row.right_party, "channel": row.channel} for row in self.listed
        }

    @property
    def finding_fields(self) -> list[forms.BoundField]:
        """The fact-finding list; empty for a person."""
        return [self[name] for name in self.fields if name.startswith(FINDING)]

    def entry(self) -> ContactEntry:
        """What the form says; what could not be read of a form that is not valid is left out."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith(FINDING)}
        given["submission"] = given.get("submission") or uuid4()
        given["outcome"] = given.get("outcome", "")
        given["channel"] = given.get("channel") or Channel.PHONE.value
        given["purpose"] = given.get("purpose") or Purpose.COLLECT.value
        given["message_left"] = {"yes": True, "no": False}.get(given.get("message_left", ""))
        return ContactEntry(**given, findings=self._findings())

    def _findings(self) -> dict[str, str]:
        answers = ((name, value) for name, value in self.cleaned_data.items() if name.startswith(FINDING))
        return {name.removeprefix(FINDING): value.strip() for name, value in answers if value.strip()}


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _by_class(outcomes: list[Outcome]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Outcomes under the name of their class, in the order of the list."""
    order = list(Outcome.Class)
    rows = sorted(outcomes, key=lambda row: order.index(Outcome.Class(row.outcome_class)))
    return [
        (Outcome.Class(kind).label, [(row.code, name_of(row)) for row in group])
        for kind, group in groupby(rows, key=lambda row: row.outcome_class)
    ]


class InboundForm(forms.Form):
    """The number somebody calls from."""

    number = forms.CharField(
        label=_("Number of the caller"),
        max_length=LONGEST["number"],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "autofocus": True}),
    )


class NamesForm(forms.Form):
    """What an outcome or a reason is called."""

    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)


class OutcomeForm(NamesForm):
    """A new outcome: what it means is said once."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Letters A-Z, digits, underscores; for good."))
    outcome_class = forms.ChoiceField(label=_("Class"), choices=Outcome.Class.choices)
    channel = _choice(_("Only by"), Channel.choices)
    rang = forms.BooleanField(label=_("The number was reached"), required=False, initial=True)
    connected = forms.BooleanField(label=_("Someone spoke"), required=False, initial=True)
    conversation = forms.BooleanField(label=_("Spoke about the debt"), required=False)
    right_party = forms.BooleanField(label=_("The customer personally, identity verified"), required=False)
    effect = forms.ChoiceField(
        label=_("Effect"), choices=[(code, EFFECT_LABELS[code]) for code in EFFECTS], required=False
    )
    asks = forms.ChoiceField(label=_("Asks for"), choices=Outcome.Asks.choices, required=False)

    field_order = ("code", "name_en", "name_zh")


class ReasonForm(NamesForm):
    """A new reason for not paying."""

    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Letters A-Z, digits, underscores; for good."))
    for_persons = forms.BooleanField(label=_("For persons"), required=False, initial=True)
    for_companies = forms.BooleanField(label=_("For companies"), required=False)

    field_order = ("code", "name_en", "name_zh")
