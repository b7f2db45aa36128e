"""Forms for what a person said about being contacted: on the case page, with his numbers, and on that of compliance."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collections_app.compliance.models import Channel, Consent, StopSignal

Numbers = Sequence[tuple[int, str]]


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


class _OfSomebody(forms.Form):
    """`numbers`: those of the customer whose page it is; without a page the customer is named."""

    customer_no = forms.CharField(label=_("Customer number"), max_length=40)
    contact_point = forms.TypedChoiceField(label=_("Number"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, numbers: Numbers | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["contact_point" if numbers is None else "customer_no"]
        if numbers is not None:
            field: Any = self.fields["contact_point"]
            field.choices = [("", _("every number")), *numbers]


class ConsentForm(_OfSomebody):
    """What somebody agreed to: to be called, or to be contacted at other hours, until a day."""

    kind = forms.ChoiceField(label=_("What was agreed"), choices=Consent.Kind.choices)
    hours_from = _time(_("Hours from"))
    hours_to = _time(_("Hours to"))
    valid_until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=_("Empty: as long as the policy lets it last. Hours are for other hours alone."),
    )

    field_order = ("customer_no", "kind", "contact_point", "hours_from", "hours_to", "valid_until", "note")


class StopForm(_OfSomebody):
    """A stop signal. `number`: a third party's who objects, typed where there are no numbers to choose from."""

    kind = forms.ChoiceField(label=_("What was said"), choices=StopSignal.Kind.choices)
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[("", "–"), *Channel.choices],
        required=False,
        help_text=_("For a channel that is not wanted."),
    )
    number = forms.CharField(
        label=_("Phone number of the third party"),
        max_length=60,
        required=False,
        help_text=_("For a third party who objects."),
    )
    effective_at = forms.DateTimeField(
        label=_("Received"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        required=False,
        help_text=_("It holds from this moment. Empty: now."),
    )

    field_order = ("customer_no", "kind", "channel", "contact_point", "number", "effective_at", "note")

    def __init__(self, *args: Any, numbers: Numbers | None = None, **more: Any) -> None:
        super().__init__(*args, numbers=numbers, **more)
        if numbers is not None:
            del self.fields["number"]
