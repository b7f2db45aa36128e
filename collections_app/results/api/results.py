"""Results over REST: by team and agent of a period."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import working_day
from collections_app.people.models import Team, User
from collections_app.results.queries import Line, TeamLines, results_of
from collections_app.results.rules.measures import NAMES, Amounts
from collections_app.results.rules.period import EARLIEST, LATEST, LONGEST
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, asked

from .rolls import RollOutput, roll_of

RATES = ("connect_rate", "rpc_rate", "rpc_of_connects", "ptp_rate", "kept_rate")
PER_THOUSAND = ("complaints_per_1000", "breaches_per_1000", "blocks_per_1000")
RATE: dict[str, Any] = {"max_digits": 12, "decimal_places": 6, "allow_null": True}
AMOUNT: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
WITHIN: dict[str, Any] = {"validators": [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]}


class ResultsInput(Input):
    """The days, first and last included, at most a year; of one team or one agent where named."""

    first = serializers.DateField(**WITHIN)
    last = serializers.DateField(**WITHIN)
    team = serializers.SlugRelatedField(slug_field="code", queryset=Team.objects.all(), required=False)
    agent = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.all(), required=False, help_text="Log-in name."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        length = (attrs["last"] - attrs["first"]).days + 1
        if not 1 <= length <= LONGEST:
            message = _("Give from 1 to %(longest)s days.") % {"longest": LONGEST}
            raise serializers.ValidationError({"last": [message]})
        return attrs


class AmountsOutput(serializers.Serializer):
    """Money of one currency; `assigned` and the rates are null where there is nothing to divide by."""

    currency = serializers.CharField()
    promised = serializers.DecimalField(**AMOUNT)
    credited = serializers.DecimalField(**AMOUNT)
    kept_amount_rate = serializers.DecimalField(**RATE)
    recovered = serializers.DecimalField(**AMOUNT)
    assigned = serializers.DecimalField(**AMOUNT, allow_null=True)
    recovery_rate = serializers.DecimalField(**RATE)


class ScorePartOutput(serializers.Serializer):
    """One part of a score; `points` from 0 to 100, null where there is nothing to measure."""

    name = serializers.CharField()
    weight = serializers.IntegerField()
    points = serializers.DecimalField(max_digits=12, decimal_places=6, allow_null=True)


class ResultLineOutput(serializers.Serializer):
    """The figures of an agent in a team; of the whole team where `agent` is null and `whole` is true.

    A rate is a share of one, null without a basis. What each measure means: docs/reference/results.md.
    """

    team = serializers.CharField(allow_null=True)
    agent = serializers.CharField(allow_null=True)
    whole = serializers.BooleanField()
    counts = serializers.DictField(child=serializers.IntegerField())
    rates = serializers.DictField(child=serializers.DecimalField(**RATE))
    amounts = AmountsOutput(many=True)
    rolls = RollOutput(many=True)
    score = serializers.DecimalField(max_digits=5, decimal_places=1, allow_null=True)
    score_parts = ScorePartOutput(many=True)


EXAMPLE = OpenApiExample(
    "An agent's month",
    value=[
        {
            "team": "front",
            "agent": "li.na",
            "whole": False,
            "counts": {"attempts": 200, "connects": 120, "rpc": 60, "promises": 30, "matured": 30, "kept": 18},
            "rates": {"connect_rate": "0.600000", "rpc_rate": "0.300000", "kept_rate": "0.600000"},
            "amounts": [
                {
                    "currency": "CNY",
                    "promised": "60000.00",
                    "credited": "40000.00",
                    "kept_amount_rate": "0.666667",
                    "recovered": "45000.00",
                    "assigned": "150000.00",
                    "recovery_rate": "0.300000",
                }
            ],
            "rolls": [
                {
                    "currency": "CNY",
                    "bucket": "M1",
                    "accounts": 7,
                    "balance_at_start": "76000.00",
                    "by_accounts": {"forward": "0.2857", "stay": "0.2857", "back": "0.0000", "cure": "0.4286"},
                    "by_balance": {"forward": "0.3947", "stay": "0.2237", "back": "0.0000", "cure": "0.3816"},
                    "flow_through": "0.39473684",
                    "reaches": "M2",
                }
            ],
            "score": "91.4",
            "score_parts": [{"name": "compliance", "weight": 45, "points": "100.000000"}],
        }
    ],
    response_only=True,
)


class Results(APIView):
    """Results of a period: everybody's, your teams', or your own."""

    needs = None

    @extend_schema(
        operation_id="results_list",
        tags=["results"],
        parameters=[ResultsInput],
        responses=ResultLineOutput(many=True),
        examples=[EXAMPLE],
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        if not (actor.may("results.team") or actor.may("results.own")):
            raise PermissionDenied
        wanted = asked(ResultsInput, request)
        teams = results_of(
            actor,
            first=wanted["first"],
            last=wanted["last"],
            today=working_day(clock.now()),
            team_id=wanted["team"].pk if "team" in wanted else None,
            user_id=wanted["agent"].pk if "agent" in wanted else None,
        )
        # The total of a team is that of all of it, or it is none.
        own = "agent" in wanted or not actor.may("results.team")
        lines = [(group, line) for group in teams for line in ([] if own else [group.total]) + list(group.lines)]
        return Response(ResultLineOutput([_shown(group, line) for group, line in lines], many=True).data)


def _shown(group: TeamLines, line: Line) -> dict[str, Any]:
    counts = line.counts
    return {
        "team": group.team.code if group.team else None,
        "agent": line.user.username if line.user else None,
        "whole": line.whole,
        "counts": {name: getattr(counts, name) for name in NAMES},
        "rates": {name: _rounded(getattr(counts, name)) for name in (*RATES, *PER_THOUSAND)},
        "amounts": [_amounts(one) for one in line.amounts],
        "rolls": [roll_of(one) for one in line.rolls],
        "score": line.score.total,
        "score_parts": [
            {"name": part.name, "weight": part.weight, "points": _rounded(part.points)} for part in line.score.parts
        ],
    }


def _amounts(one: Amounts) -> dict[str, Any]:
    return {
        "currency": one.currency,
        "promised": one.promised,
        "credited": one.credited,
        "kept_amount_rate": _rounded(one.kept_amount_rate),
        "recovered": one.recovered,
        "assigned": one.assigned,
        "recovery_rate": _rounded(one.recovery_rate),
    }


def _rounded(value: Any) -> Any:
    return None if value is None else round(value, 6)
