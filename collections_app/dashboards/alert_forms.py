"""What the alerts page reads from a browser."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.derived import DelinquencyBucket
from collections_app.cases.queries.queues import queues_now
from collections_app.people.labels import team_name
from collections_app.people.models import RoleGrant, Team, User
from collections_app.people.rules.roles import ROLE_PERMISSIONS
from collections_app.shared import clock
from collections_app.shared.templatetags.fairdue import bucket_label

from .alert_figures import FIGURES, OPERATION, OPERATION_PAGE, PORTFOLIO, SHARE
from .alert_scope import Scope
from .forms import product_name
from .models import Alert, Mailing
from .queries import NO_REGION, Choices, choices_on, days_with_figures

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
READERS = [role for role, codes in ROLE_PERMISSIONS.items() if OPERATION_PAGE in codes]
FIELD_OF = {"queue": "scope", "team": "scope"}
"""What an action and a body call two things is one choice on the page."""


class FigureSelect(forms.Select):
    """A choice of figures, each of which says which other fields fit it (`static/js/fits.js`)."""

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **more)
        figure = FIGURES[str(value)]
        option["attrs"]["data-fits"] = " ".join(dict.fromkeys(FIELD_OF.get(field, field) for field in figure.takes))
        if figure.needs_bucket:
            option["attrs"]["data-needs"] = "bucket"
        return option


class AlertForm(forms.Form):
    """A new alert: a figure, of what, beyond what, told to whom. What does not fit the figure stays as it is."""

    figure = forms.ChoiceField(
        label=_("Figure"),
        choices=[
            (_("Operation"), [(code, figure.label) for code, figure in OPERATION.items()]),
            (_("Portfolio"), [(code, figure.label) for code, figure in PORTFOLIO.items()]),
        ],
        widget=FigureSelect,
    )
    scope = forms.ChoiceField(label=_("Of"), required=False)
    bucket = forms.ChoiceField(label=_("Bucket"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    span = forms.ChoiceField(
        label=_("Month"), required=False, choices=[("", Alert.Span.MONTH.label), Alert.Span.choices[1]]
    )
    by = forms.ChoiceField(
        label=_("Rates"), required=False, choices=[("", Alert.By.BALANCE.label), Alert.By.choices[1]]
    )
    operator = forms.ChoiceField(label=_("Is"), choices=Alert.Operator.choices)
    threshold = forms.DecimalField(
        label=_("Threshold"),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        help_text=_("Of a rate or a share in percent: 40 is 40 %."),
    )
    told = forms.MultipleChoiceField(label=_("Who is told"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        days = days_with_figures()
        self._offer_parts(choices_on(days[1]) if days else Choices())
        teams = [(f"team:{team.pk}", team_name(team)) for team in Team.objects.filter(is_active=True).order_by("pk")]
        queues = [(f"queue:{queue.id}", queue.name) for queue in queues_now()]
        self._offer("scope", [("", _("everything")), (_("Teams"), teams), (_("Queues"), queues)])
        readers = RoleGrant.objects.on(clock.local_date()).filter(role__in=READERS).values("user")
        people = User.objects.filter(pk__in=readers, is_active=True).order_by("display_name", "pk")
        self._offer("told", [(str(user.pk), str(user)) for user in people])

    def _offer_parts(self, choices: Choices) -> None:
        """The largest currency stands for none said: a figure of the operation leaves all of these alone."""
        buckets = [(one.name, bucket_label(one.name)) for one in DelinquencyBucket]
        self._offer("bucket", [("", _("all delinquent together")), *buckets])
        first, *others = choices.currencies or [""]
        self._offer("currency", [("", first), *((code, code) for code in others)])
        self._offer("product", [("", _("All products")), *((one.code, product_name(one)) for one in choices.products)])
        regions = [(one, _("not recorded") if one == NO_REGION else one) for one in choices.regions]
        self._offer("region", [("", _("All regions")), *regions])

    def _offer(self, name: str, offered: list) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """As the action takes it, once the form is valid."""
        said = self.cleaned_data
        share = FIGURES[said["figure"]].unit == SHARE
        return {
            "figure": said["figure"],
            "operator": said["operator"],
            "threshold": said["threshold"] / 100 if share else said["threshold"],
            "told": [int(number) for number in said["told"]],
            "scope": self._scope(),
        }

    def _scope(self) -> Scope:
        said = self.cleaned_data
        kind, _colon, number = said["scope"].partition(":")
        return Scope(
            queue_id=int(number) if kind == "queue" else None,
            team_id=int(number) if kind == "team" else None,
            bucket=int(DelinquencyBucket[said["bucket"]]) if said["bucket"] else None,
            **{name: said[name] for name in ("currency", "product", "region", "by", "span")},
        )


class MailingForm(forms.Form):
    """What is mailed to whoever fills it in."""

    address = forms.EmailField(label=_("E-mail address"))
    alerts = forms.BooleanField(label=_("Alerts I am told of"), required=False, initial=True)
    summary = forms.ChoiceField(label=_("Summary"), choices=Mailing.Summary.choices)
    hour = forms.TypedChoiceField(label=_("At"), choices=HOURS, coerce=int, initial=8)
