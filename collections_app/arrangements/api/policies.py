"""The promise policy over REST: what holds from which day, and a change from a day on."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.arrangements.actions.policies import RANGES, write_policy
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.queries import promise_policies
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given


class PromisePolicyOutput(serializers.ModelSerializer):
    """A promise policy and the day from which it holds; a promise keeps the one it was made under."""

    class Meta:
        model = PromisePolicy
        fields = ["id", "valid_from", *RANGES, "reason", "recorded_at", "recorded_by"]


class PromisePolicyInput(Input):
    """A policy to write; every number is named, shares are of one."""

    valid_from = serializers.DateField(help_text="After today.")
    reason = serializers.CharField(max_length=300)

    def get_fields(self) -> dict[str, serializers.Field]:
        return {**super().get_fields(), **{name: _number(name) for name in RANGES}}


def _number(name: str) -> serializers.Field:
    least, most = RANGES[name]
    if not isinstance(least, Decimal):
        return serializers.IntegerField(min_value=least, max_value=most)
    places = 2 if name.endswith("amount") else 6
    return serializers.DecimalField(max_digits=14, decimal_places=places, min_value=least, max_value=most)


class PromisePolicies(Tagged, Guarded):
    """Every promise policy, the one that begins last first; POST writes one. A handful, hence without pages."""

    needs = {"GET": "policies.view", "POST": "policies.edit"}
    reads, reads_by = "api-promise-policies", ()

    def held_still(self, **named: Any) -> QuerySet[PromisePolicy]:
        return promise_policies()

    @extend_schema(operation_id="promise_policies_list", tags=["promises"], responses=PromisePolicyOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(PromisePolicyOutput(promise_policies(), many=True).data)

    @extend_schema(
        operation_id="promise_policy_write",
        tags=["promises"],
        request=PromisePolicyInput,
        responses={201: PromisePolicyOutput},
        examples=[
            OpenApiExample(
                "Two days of grace",
                value={
                    "valid_from": "2026-12-01",
                    "reason": "transfers of other banks take two days",
                    "grace_days": 2,
                    "threshold": "1.000000",
                    "horizon_days_to_m1": 7,
                    "horizon_days_from_m2": 14,
                    "instalment_horizon_days": 90,
                    "max_instalments": 6,
                    "minimum_share": "0.000000",
                    "minimum_amount": "0.00",
                    "follow_up_days": 3,
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        asked = given(PromisePolicyInput, request)
        written = write_policy(
            actor=actor_of(request),
            valid_from=asked["valid_from"],
            numbers={name: asked[name] for name in RANGES},
            reason=asked["reason"],
            at=clock.now(),
        )
        return Response(PromisePolicyOutput(written).data, status=status.HTTP_201_CREATED)
