"""Kept rates over REST."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.arrangements.queries import kept_by
from collections_app.arrangements.queries.results import GROUPS
from collections_app.people.models import User
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, asked

RATE: dict[str, Any] = {"max_digits": 9, "decimal_places": 6, "allow_null": True}
AMOUNT: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


class ResultsInput(Input):
    """Promises whose last due day lies from `first` to `last`, told apart by `group`."""

    first = serializers.DateField()
    last = serializers.DateField()
    group = serializers.ChoiceField(choices=list(GROUPS), default="all")


class KeptOutput(serializers.Serializer):
    """What became of matured promises of one group in one currency.

    `group` is "", the code of the reason, the role of who promised, the log-in name of the agent, or the bucket's
    ordinal. `kept_rate` = kept / matured; `amount_rate` = credited / promised, partly kept promises included.
    """

    group = serializers.CharField()
    currency = serializers.CharField()
    matured = serializers.IntegerField()
    kept = serializers.IntegerField()
    partly_kept = serializers.IntegerField(source="partial")
    broken = serializers.IntegerField()
    kept_rate = serializers.DecimalField(**RATE)
    promised = serializers.DecimalField(**AMOUNT)
    credited = serializers.DecimalField(**AMOUNT)
    amount_rate = serializers.DecimalField(**RATE)


class PromiseResults(APIView):
    """Kept rates of a period; amounts never cross currencies."""

    needs = "cases.view"

    @extend_schema(
        operation_id="promise_results", tags=["promises"], parameters=[ResultsInput], responses=KeptOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        wanted = asked(ResultsInput, request)
        lines = kept_by(wanted["group"], actor=actor_of(request), first=wanted["first"], last=wanted["last"])
        body = list(KeptOutput(lines, many=True).data)
        if wanted["group"] == "agent":
            names = _log_in_names([line["group"] for line in body])
            body = [{**line, "group": names.get(line["group"], "")} for line in body]
        return Response(body)


def _log_in_names(numbers: list[str]) -> dict[str, str]:
    users = User.objects.filter(pk__in=[int(number) for number in numbers if number])
    return {str(pk): name for pk, name in users.values_list("pk", "username")}
