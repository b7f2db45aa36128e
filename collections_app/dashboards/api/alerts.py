"""Alerts at the REST door."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.cases.models import WorkQueue
from collections_app.dashboards import actions
from collections_app.dashboards.alert_figures import VALUES
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.dashboards.queries import alerts as queries
from collections_app.people.models import Team
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused


class AlertInput(serializers.Serializer):
    """A figure of one queue, one team or (both left out) everything; `told`: numbers of users."""

    figure = serializers.ChoiceField(choices=sorted(VALUES))
    operator = serializers.ChoiceField(choices=Alert.Operator.choices)
    threshold = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0)
    told = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**62), allow_empty=False)
    queue = serializers.SlugField(required=False, max_length=30, help_text="Its code.")
    team = serializers.SlugField(required=False, max_length=20, help_text="Its code.")


class AlertChange(serializers.Serializer):
    """False stops the alert and ends what it raised, true sets it going again."""

    is_active = serializers.BooleanField()


class AlertOutput(serializers.ModelSerializer):
    """An alert as it is set."""

    queue: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    team: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    told: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Alert
        fields = ["id", "figure", "operator", "threshold", "queue", "team", "told", "is_active", "created_at"]


class AlertRaisedOutput(serializers.ModelSerializer):
    """One crossing; `ended_at` is null while it stands."""

    class Meta:
        model = AlertRaised
        fields = ["id", "alert", "value", "raised_at", "ended_at", "mailed_at"]


@extend_schema_view(get=extend_schema(operation_id="alerts"))
class Alerts(ListAPIView):
    """Every alert, newest first; POST sets one."""

    needs = {"GET": "operation.view", "POST": "alerts.manage"}
    serializer_class = AlertOutput
    queryset = Alert.objects.select_related("queue", "team").prefetch_related("told")

    @extend_schema(operation_id="set_alert", request=AlertInput, responses={201: AlertOutput})
    def post(self, request: Request) -> Response:
        wanted = AlertInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = dict(wanted.validated_data)
        scope: dict[str, Any] = {
            f"{name}_id": _number_of(model, name, given.pop(name, "")) for name, model in _SCOPES.items()
        }
        alert = actions.set_alert(actor=actor_of(request), at=clock.now(), **given, **scope)
        return Response(AlertOutput(alert).data, status=status.HTTP_201_CREATED)


class AlertView(APIView):
    """One alert."""

    needs = "alerts.manage"

    @extend_schema(operation_id="change_alert", request=AlertChange, responses=AlertOutput)
    def patch(self, request: Request, alert_id: int) -> Response:
        wanted = AlertChange(data=request.data)
        wanted.is_valid(raise_exception=True)
        actor = actor_of(request)
        if wanted.validated_data["is_active"]:
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
    queryset = queries.raised()


_SCOPES: dict[str, Any] = {"queue": WorkQueue, "team": Team}


def _number_of(model: Any, name: str, code: str) -> int | None:
    if not code:
        return None
    found: int | None = model.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("not_found", f"There is no {name} {code}.", field=name)
    return found
