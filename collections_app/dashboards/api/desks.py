"""Open cases by team and queue at the REST door."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input

from ..queries.desks import Desk, open_cases
from .parts import AMOUNT

AMOUNTS = ("balance", "past_due")


class OpenCasesInput(Input):
    """A currency, for what the cases in it owe."""

    currency = serializers.CharField(max_length=3, required=False, help_text="With it come `balance` and `past_due`.")


class OpenCasesOutput(serializers.Serializer):
    """Open cases of every currency by bucket, and what those of the currency asked for owe, null where none was.

    `team` null: of `takers`, the teams that may take from the queue, of every team where these are none; `queue` null:
    in none.
    """

    team = serializers.CharField(allow_null=True)
    queue = serializers.CharField(allow_null=True)
    takers = serializers.ListField(child=serializers.CharField())
    buckets = serializers.DictField(child=serializers.IntegerField())
    total = serializers.IntegerField()
    balance = serializers.DictField(child=serializers.DecimalField(**AMOUNT), allow_null=True)
    past_due = serializers.DictField(child=serializers.DecimalField(**AMOUNT), allow_null=True)


class OpenCases(Endpoint):
    """Open cases the caller may see by team, queue and bucket, queues by rank; a few dozen lines, without pages."""

    needs = "portfolio.view"
    query = OpenCasesInput

    @extend_schema(
        operation_id="portfolio_open_cases",
        tags=["portfolio"],
        parameters=[OpenCasesInput],
        responses=OpenCasesOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        owed = _owed(actor, self.asked["currency"]) if "currency" in self.asked else None
        return Response(OpenCasesOutput([_line(one, owed) for one in open_cases(actor)], many=True).data)


def _owed(actor: Actor, currency: str) -> dict[str, dict[tuple, Desk]]:
    """What the cases of a currency owe, by measure, team and queue."""
    return {
        measure: {_place(one): one for one in open_cases(actor, measure=measure, currency=currency)}
        for measure in AMOUNTS
    }


def _place(one: Desk) -> tuple[str | None, str | None]:
    return one.team.code if one.team else None, one.queue.code if one.queue else None


def _line(one: Desk, owed: dict[str, dict[tuple, Desk]] | None) -> dict[str, Any]:
    team, queue = _place(one)
    amounts: dict[str, Any] = dict.fromkeys(AMOUNTS)
    if owed is not None:
        nothing = Desk(team=one.team, queue=one.queue, takers=[], figures={})
        amounts = {measure: dict(lines.get((team, queue), nothing).by_bucket) for measure, lines in owed.items()}
    return {
        "team": team,
        "queue": queue,
        "takers": [taker.code for taker in one.takers],
        "buckets": dict(one.by_bucket),
        "total": one.total,
        **amounts,
    }
