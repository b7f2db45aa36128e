"""Open cases by team and queue at the REST door."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint

from ..queries.desks import Desk, open_cases


class OpenCasesOutput(serializers.Serializer):
    """Open cases by bucket. `team` null: of everybody who may take from the queue; `queue` null: in none."""

    team = serializers.CharField(allow_null=True)
    queue = serializers.CharField(allow_null=True)
    buckets = serializers.DictField(child=serializers.IntegerField())
    total = serializers.IntegerField()


class OpenCases(Endpoint):
    """Open cases the caller may see by team, queue and bucket, queues by rank; a few dozen lines, without pages."""

    needs = "portfolio.view"

    @extend_schema(operation_id="portfolio_open_cases", tags=["portfolio"], responses=OpenCasesOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(OpenCasesOutput([_line(one) for one in open_cases(actor_of(request))], many=True).data)


def _line(one: Desk) -> dict[str, Any]:
    return {
        "team": one.team.code if one.team else None,
        "queue": one.queue.code if one.queue else None,
        "buckets": dict(one.by_bucket),
        "total": one.total,
    }
