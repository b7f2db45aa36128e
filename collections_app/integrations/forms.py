"""What the pages of integrations read from a browser."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collections_app.people.labels import PERMISSION_LABELS
from collections_app.people.models import User
from collections_app.shared import clock

from .actions.keys import HIGHEST_RATE
from .queries.keys import SCOPES, machines


class KindsField(forms.CharField):
    """Kinds of events, divided by blanks, commas or lines."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        return str(value or "").replace(",", " ").split()

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class WebhookForm(forms.Form):
    """Who is told of what."""

    name = forms.CharField(label=_("Receiver"), max_length=50)
    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("https://… on the public internet."))
    kinds = KindsField(
        label=_("Events"), help_text=_("Such as payment.posted, promise.* for all of a thing, * for all.")
    )


class MachineField(forms.ModelChoiceField):
    """A user that is a machine."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name} ({obj.username})"


class KeyForm(forms.Form):
    """A new key."""

    user = MachineField(
        label=_("Integration user"),
        queryset=User.objects.none(),
        empty_label=_("choose a user"),
        help_text=_("Another system logs in as a user of its own: invite one with the role Integration."),
    )
    name = forms.CharField(label=_("Used by"), max_length=50, help_text=_("Such as the name of the other system."))
    scopes = forms.MultipleChoiceField(label=_("Allows"), choices=[(code, PERMISSION_LABELS[code]) for code in SCOPES])
    rate_per_minute = forms.IntegerField(label=_("Calls a minute"), min_value=1, max_value=HIGHEST_RATE, initial=600)
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].queryset = machines(on=clock.local_date())  # type: ignore[attr-defined]
