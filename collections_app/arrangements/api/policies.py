"""The promise policy over REST: what holds from which day, and a change from a day on."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.dated.rest import DatedInput, DatedVersions
from collections_app.arrangements.actions.policies import write_policy
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.queries.policy import POLICIES


class PromisePolicyOutput(serializers.ModelSerializer):
    """A promise policy and the day from which it holds; a promise keeps the one it was made under."""

    class Meta:
        model = PromisePolicy
        fields = ["id", "valid_from", *POLICIES.ranges, "reason", "recorded_at", "recorded_by"]


class PromisePolicyInput(DatedInput):
    """A policy to write; every number is named, shares are of one."""

    ranges, places = POLICIES.ranges, {"minimum_amount": 2}


class PromisePolicies(DatedVersions):
    """Every promise policy, the one that begins last first; POST writes one. A handful, hence without pages."""

    needs = {"GET": "policies.view", "POST": "policies.edit"}
    reads = "api-promise-policies"
    dated, write = POLICIES, staticmethod(write_policy)

    @extend_schema(operation_id="promise_policies_list", tags=["promises"], responses=PromisePolicyOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.listed(PromisePolicyOutput)

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
        return self.written(request, PromisePolicyInput, PromisePolicyOutput)
