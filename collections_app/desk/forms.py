"""What the desk reads from a browser: the log form as the case page shows it, and the small dialogs."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.reach import FOUND
from accounts.models import Address, ContactPoint, FoundBy, PartyRole, RelatedParty
from collections_app.casefile.notes import LONGEST_NOTE
from collections_app.cases.models import CaseHold
from collections_app.cases.rules.holds import BY_HAND
from collections_app.compliance.rules.stops import PERMITTED
from collections_app.contacts.forms import ContactForm


class LogForm(ContactForm):
    """The contact form with the case's numbers to choose from, and the keys of the case page."""

    contact_point_id = forms.TypedChoiceField(label=_("Number"), coerce=int, empty_value=None, required=False)
    inbound = forms.BooleanField(label=_("The customer called"), required=False)

    # Leave for visits and letters comes with the field work; without any, each logged here would be a breach.
    CHANNELS = PERMITTED

    field_order = ("contact_point_id", "role", "outcome", "reason")

    def __init__(self, *args: Any, numbers: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contact_point_id"].choices = [("", _("another number")), *numbers]  # type: ignore[attr-defined]
        self.fields["number"].label = _("Which number")
        self.fields["outcome"].widget.attrs["data-key-focus"] = "o"
        self.fields["note"].widget.attrs["data-key-focus"] = "a"
        self.fields["note"].help_text = ""


class ReasonForm(forms.Form):
    """Why a case is skipped, given back or taken over."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}


class NoteForm(forms.Form):
    """A note on the case without a contact; `submission` is made once per form: a second click stores nothing."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text=_("What to remember, in facts. No full card numbers."),
    )


class HoldForm(forms.Form):
    """A hold: its kind, why, and its last day."""

    kind = forms.ChoiceField(label=_("Kind"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Empty: until it is released, or as long as its kind lasts."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [choice for choice in CaseHold.Kind.choices if choice[0] in BY_HAND]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].widget.attrs["autofocus"] = True


def _source() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Where it comes from"), choices=[c for c in FoundBy.choices if c[0] in FOUND])


def _verified() -> forms.BooleanField:
    return forms.BooleanField(label=_("Verified today"), required=False)


class NumberForm(forms.Form):
    """A phone number or e-mail address somebody found; of the debtor, or of somebody around him."""

    value = forms.CharField(label=_("Number or address"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Kind.choices)
    related_party_id = forms.TypedChoiceField(label=_("Whose"), coerce=int, empty_value=None, required=False)
    source = _source()
    verified = _verified()
    restore = forms.BooleanField(label=_("Restore the number that is on file"), required=False)

    def __init__(self, *args: Any, parties: Sequence[RelatedParty], **more: Any) -> None:
        super().__init__(*args, **more)
        around = [(party.pk, f"{party.get_role_display()} {party.name_masked}") for party in parties]
        self.fields["related_party_id"].choices = [("", _("the cardholder's own")), *around]  # type: ignore[attr-defined]
        self.fields["value"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["restore"].widget = forms.HiddenInput()

    def offer_to_restore(self) -> None:
        """The number is on file as invalid: show the box that lets it count again."""
        self.fields["restore"].widget = forms.CheckboxInput()


class PersonForm(forms.Form):
    """Somebody around the debtor."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=[role for role in PartyRole.choices if role[0] != "CARDHOLDER"])
    relation = forms.CharField(label=_("Relation"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=80, required=False)
    source = _source()
    verified = _verified()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}


class AddressForm(forms.Form):
    """An address somebody found."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Address.Kind.choices)
    province = forms.CharField(label=_("Province"), max_length=40)
    city = forms.CharField(label=_("City"), max_length=60, required=False)
    line = forms.CharField(label=_("Street and number"), max_length=200)
    source = _source()
    verified = _verified()


class CorrectionForm(ContactForm):
    """A contact told anew, and why; how and when it took place is not what can be corrected."""

    why = forms.CharField(label=_("What was wrong"), max_length=200)

    field_order = ("why", "outcome", "role", "verified_by", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["number"]
        self.fields["channel"].widget = forms.HiddenInput()
        self.fields["why"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
