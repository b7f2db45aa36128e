"""Scorecards over REST: the versions, and a new one."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.results.actions import write_scheme
from collections_app.results.models import ScorecardScheme
from collections_app.results.queries import schemes
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

RATE: dict[str, Any] = {"max_digits": 9, "decimal_places": 6}
POINTS: dict[str, Any] = {"max_digits": 7, "decimal_places": 2}
NUMBERS = [
    "compliance",
    "complaints",
    "recovery",
    "productivity",
    "plan_recovery_rate",
    "plan_kept_amount_rate",
    "plan_rpc_per_day",
    "limit_breaches",
    "limit_blocks",
    "limit_complaints",
    "attribution_days",
]


class SchemeOutput(serializers.ModelSerializer):
    """A scorecard and the day from which it holds."""

    class Meta:
        model = ScorecardScheme
        fields = ["id", "valid_from", *NUMBERS, "reason", "recorded_at", "recorded_by"]


class SchemeInput(Input):
    """Weights in percent that add up to 100: recovery below 50, compliance above recovery; and the plan values."""

    valid_from = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    compliance = serializers.IntegerField(min_value=-32768, max_value=32767)
    complaints = serializers.IntegerField(min_value=-32768, max_value=32767)
    recovery = serializers.IntegerField(min_value=-32768, max_value=32767)
    productivity = serializers.IntegerField(min_value=-32768, max_value=32767)
    plan_recovery_rate = serializers.DecimalField(**RATE)
    plan_kept_amount_rate = serializers.DecimalField(**RATE)
    plan_rpc_per_day = serializers.DecimalField(**POINTS)
    limit_breaches = serializers.DecimalField(**POINTS)
    limit_blocks = serializers.DecimalField(**POINTS)
    limit_complaints = serializers.DecimalField(**POINTS)
    attribution_days = serializers.IntegerField(min_value=-32768, max_value=32767)


EXAMPLE = OpenApiExample(
    "More weight on complaints",
    value={
        "valid_from": "2027-01-01",
        "reason": "complaints rose in autumn",
        "compliance": 45,
        "complaints": 25,
        "recovery": 20,
        "productivity": 10,
        "plan_recovery_rate": "0.300000",
        "plan_kept_amount_rate": "0.600000",
        "plan_rpc_per_day": "20.00",
        "limit_breaches": "5.00",
        "limit_blocks": "50.00",
        "limit_complaints": "5.00",
        "attribution_days": 30,
    },
    request_only=True,
)


class Schemes(Tagged, Guarded):
    """Every scorecard, the one that begins last first; a new one from a day on."""

    needs = {"GET": None, "POST": "policies.edit"}
    reads, reads_by = "api-scorecard-schemes", ()

    def held_still(self, **named: Any) -> QuerySet[ScorecardScheme]:
        return schemes()

    @extend_schema(operation_id="scorecard_schemes_list", tags=["results"], responses=SchemeOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(SchemeOutput(schemes(), many=True).data)

    @extend_schema(
        operation_id="scorecard_scheme_write",
        tags=["results"],
        request=SchemeInput,
        responses={201: SchemeOutput},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        asked = given(SchemeInput, request)
        written = write_scheme(
            actor=actor_of(request),
            valid_from=asked["valid_from"],
            numbers={name: asked[name] for name in NUMBERS},
            reason=asked["reason"],
            at=clock.now(),
        )
        return Response(SchemeOutput(written).data, status=status.HTTP_201_CREATED)
