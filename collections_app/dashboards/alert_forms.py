"""What the alerts page reads from a browser."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collections_app.cases.queries.queues import queues_now
from collections_app.people.labels import team_name
from collections_app.people.models import RoleGrant, Team, User
from collections_app.shared import clock

from .actions.alerts import MAY_BE_TOLD
from .alert_figures import LABELS
from .models import Alert, Mailing

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class AlertForm(forms.Form):
    """A new alert: a figure, of what, beyond what, told to whom."""

    figure = forms.ChoiceField(label=_("Figure"), choices=list(LABELS.items()))
    scope = forms.ChoiceField(label=_("Of"), required=False)
    operator = forms.ChoiceField(label=_("Is"), choices=Alert.Operator.choices)
    threshold = forms.DecimalField(label=_("Threshold"), min_value=0, max_digits=12, decimal_places=2)
    told = forms.MultipleChoiceField(label=_("Who is told"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        teams = [(f"team:{team.pk}", team_name(team)) for team in Team.objects.filter(is_active=True).order_by("pk")]
        queues = [(f"queue:{queue.id}", queue.name) for queue in queues_now()]
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            ("", _("everything")),
            (_("Teams"), teams),
            (_("Queues"), queues),
        ]
        readers = RoleGrant.objects.on(clock.local_date()).filter(role__in=MAY_BE_TOLD).values("user")
        people = User.objects.filter(pk__in=readers, is_active=True).order_by("display_name", "pk")
        self.fields["told"].choices = [(str(user.pk), str(user)) for user in people]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """As the action takes it, once the form is valid."""
        kind, _colon, number = self.cleaned_data["scope"].partition(":")
        return {
            "figure": self.cleaned_data["figure"],
            "operator": self.cleaned_data["operator"],
            "threshold": self.cleaned_data["threshold"],
            "told": [int(number) for number in self.cleaned_data["told"]],
            "queue_id": int(number) if kind == "queue" else None,
            "team_id": int(number) if kind == "team" else None,
        }


class MailingForm(forms.Form):
    """What is mailed to whoever fills it in."""

    address = forms.EmailField(label=_("E-mail address"))
    alerts = forms.BooleanField(label=_("Alerts I am told of"), required=False, initial=True)
    summary = forms.ChoiceField(label=_("Summary"), choices=Mailing.Summary.choices)
    hour = forms.TypedChoiceField(label=_("At"), choices=HOURS, coerce=int, initial=8)
