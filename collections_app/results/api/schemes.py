"""Scorecards over REST: the versions, and a new one."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.dated.rest import DatedInput, DatedVersions
from collections_app.results.actions import write_scheme
from collections_app.results.forms import SchemeForm
from collections_app.results.models import ScorecardScheme
from collections_app.results.queries.scheme import SCHEMES


class SchemeOutput(serializers.ModelSerializer):
    """A scorecard and the day from which it holds."""

    class Meta:
        model = ScorecardScheme
        fields = ["id", "valid_from", *SCHEMES.ranges, "reason", "recorded_at", "recorded_by"]


class SchemeInput(DatedInput):
    """Weights in percent that add up to 100: recovery below 50, compliance above recovery; and the plan values."""

    ranges, places = SCHEMES.ranges, SchemeForm.places


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


class Schemes(DatedVersions):
    """Every scorecard, the one that begins last first; a new one from a day on."""

    needs = {"GET": None, "POST": "policies.edit"}
    reads = "api-scorecard-schemes"
    dated, write = SCHEMES, staticmethod(write_scheme)

    @extend_schema(operation_id="scorecard_schemes_list", tags=["results"], responses=SchemeOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.listed(SchemeOutput)

    @extend_schema(
        operation_id="scorecard_scheme_write",
        tags=["results"],
        request=SchemeInput,
        responses={201: SchemeOutput},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        return self.written(request, SchemeInput, SchemeOutput)
