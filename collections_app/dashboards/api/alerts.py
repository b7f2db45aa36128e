"""Alerts at the REST door."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BY_LABEL, BucketField
from collections_app.cases.models import WorkQueue
from collections_app.dashboards import actions
from collections_app.dashboards.alert_figures import FIGURES
from collections_app.dashboards.alert_scope import Scope
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.dashboards.queries import alerts as queries
from collections_app.people.models import Team
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given, number

VALUE = serializers.DecimalField(max_digits=20, decimal_places=4)
"""A share is a part of one: 0.4000 is 40 %."""
EXAMPLES = [
    OpenApiExample(
        "Of the operation",
        value={"figure": "callable", "operator": "ABOVE", "threshold": "500", "told": [12], "queue": "m1"},
        request_only=True,
    ),
    OpenApiExample(
        "Of the portfolio",
        value={
            "figure": "forward",
            "operator": "ABOVE",
            "threshold": "0.4",
            "told": [12],
            "bucket": "M2",
            "currency": "CNY",
            "span": "month",
            "by": "balance",
        },
        request_only=True,
    ),
]


class AlertInput(Input):
    """A figure of the operation, of one queue, one team or everything; or one of the portfolio, of a bucket, a
    currency, a product and a region. `told`: numbers of users."""

    figure = serializers.ChoiceField(choices=sorted(FIGURES))
    operator = serializers.ChoiceField(choices=Alert.Operator.choices)
    threshold = serializers.DecimalField(
        max_digits=20, decimal_places=4, min_value=0, help_text="A share as a part of one: 0.4 is 40 %."
    )
    told = serializers.ListField(child=number(), allow_empty=False, max_length=100)
    queue = serializers.SlugField(required=False, max_length=30, help_text="Its code.")
    team = serializers.SlugField(required=False, max_length=20, help_text="Its code.")
    bucket = BucketField(required=False, help_text="Left out: all delinquent together, for what is no rate.")
    currency = serializers.CharField(required=False, max_length=3, help_text="Left out: the one with most accounts.")
    product = serializers.CharField(required=False, max_length=20, help_text="Its code. Left out: all of them.")
    region = serializers.CharField(
        required=False, max_length=40, help_text="`-` where none is recorded. Left out: all of them."
    )
    span = serializers.ChoiceField(
        choices=Alert.Span.choices, required=False, help_text="Of a rate: the last complete month when left out."
    )
    by = serializers.ChoiceField(choices=Alert.By.choices, required=False, help_text="Of a rate: balance if left out.")


class AlertChange(Input):
    """False stops the alert and ends what it raised, true sets it going again."""

    is_active = serializers.BooleanField()


class AlertOutput(serializers.ModelSerializer):
    """An alert as it is set; null and "" are what its figure is not asked by, or all together."""

    threshold = serializers.SerializerMethodField("rounded")
    queue: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    team: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    bucket = BucketField(allow_null=True, read_only=True)
    product: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    told: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Alert
        fields = [
            "id", "figure", "operator", "threshold", "queue", "team", "bucket", "currency", "product", "region",
            "span", "by", "told", "is_active", "created_at",
        ]  # fmt: skip

    @extend_schema_field(VALUE)
    def rounded(self, alert: Alert) -> str:
        return str(FIGURES[alert.figure].rounded(alert.threshold))


class AlertRaisedOutput(serializers.ModelSerializer):
    """One crossing; `ended_at` is null while it stands. `day`: which figures of the portfolio raised it. `mailed_at`:
    when the first of its people was written to.
    """

    value = serializers.SerializerMethodField("rounded")

    class Meta:
        model = AlertRaised
        fields = ["id", "alert", "value", "day", "raised_at", "ended_at", "mailed_at"]

    @extend_schema_field(VALUE)
    def rounded(self, row: AlertRaised) -> str:
        return str(FIGURES[row.alert.figure].rounded(row.value))


@extend_schema_view(get=extend_schema(operation_id="alerts"))
class Alerts(ListAPIView):
    """Every alert, newest first; POST sets one."""

    needs = {"GET": "operation.view", "POST": "alerts.manage"}
    serializer_class = AlertOutput
    queryset = Alert.objects.none()

    def get_queryset(self) -> QuerySet[Alert]:
        return queries.alerts(actor_of(self.request))

    @extend_schema(operation_id="set_alert", request=AlertInput, responses={201: AlertOutput}, examples=EXAMPLES)
    def post(self, request: Request) -> Response:
        wanted = given(AlertInput, request)
        scope = _scope(wanted)
        alert = actions.set_alert(actor=actor_of(request), at=clock.now(), scope=scope, **wanted)
        return Response(AlertOutput(alert).data, status=status.HTTP_201_CREATED)


class AlertView(Tagged, Guarded):
    """One alert; PATCH stops it, or sets it going again."""

    needs = {"GET": "operation.view", "PATCH": "alerts.manage"}
    reads, reads_by = "api-alert", ("alert_id",)

    def held_still(self, **named: Any) -> QuerySet[Alert]:
        return Alert.objects.filter(pk=named["alert_id"])

    @extend_schema(operation_id="alert", responses=AlertOutput)
    def get(self, request: Request, alert_id: int) -> Response:
        return Response(AlertOutput(get_object_or_404(queries.alerts(actor_of(request)), pk=alert_id)).data)

    @extend_schema(operation_id="change_alert", request=AlertChange, responses=AlertOutput)
    def patch(self, request: Request, alert_id: int) -> Response:
        wanted = given(AlertChange, request)
        actor = actor_of(request)
        if wanted["is_active"]:
            alert = actions.resume_alert(actor=actor, alert_id=alert_id)
        else:
            alert = actions.stop_alert(actor=actor, alert_id=alert_id, at=clock.now())
        return Response(AlertOutput(alert).data)


@extend_schema_view(get=extend_schema(operation_id="alerts_raised"))
class AlertsRaised(ListAPIView):
    """What was raised, newest first."""

    needs = "operation.view"
    serializer_class = AlertRaisedOutput
    filterset_fields = ["alert"]
    queryset = AlertRaised.objects.none()

    def get_queryset(self) -> QuerySet[AlertRaised]:
        return queries.raised(actor_of(self.request))


def _scope(wanted: dict[str, Any]) -> Scope:
    """Takes of the body what says of what the alert watches its figure."""
    bucket = wanted.pop("bucket", None)
    return Scope(
        queue_id=_number_of(WorkQueue, "queue", wanted.pop("queue", "")),
        team_id=_number_of(Team, "team", wanted.pop("team", "")),
        bucket=None if bucket is None else int(BY_LABEL[bucket]),
        **{name: wanted.pop(name, "") for name in ("currency", "product", "region", "span", "by")},
    )


def _number_of(model: Any, name: str, code: str) -> int | None:
    if not code:
        return None
    found: int | None = model.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("not_found", f"There is no {name} {code}.", field=name)
    return found
