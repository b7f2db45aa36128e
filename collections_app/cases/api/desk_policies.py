"""The desk policy over REST: what holds from which day, and a change from a day on."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.dated.rest import DatedInput, DatedVersions
from collections_app.cases.actions.desk_policy import write_desk_policy
from collections_app.cases.models import DeskPolicy
from collections_app.cases.queries.policy import POLICIES


class DeskPolicyOutput(serializers.ModelSerializer):
    """A desk policy and the day from which it holds."""

    class Meta:
        model = DeskPolicy
        fields = ["id", "valid_from", *POLICIES.ranges, "reason", "recorded_at", "recorded_by"]


class DeskPolicyInput(DatedInput):
    """How long a claim lasts, a case rests, a skip and an undo hold, and how soon a case is opened again."""

    ranges = POLICIES.ranges


class DeskPolicies(DatedVersions):
    """Every desk policy, the one that begins last first; POST writes one. A handful, hence without pages."""

    needs = {"GET": "policies.view", "POST": "policies.edit"}
    reads = "api-desk-policies"
    dated, write = POLICIES, staticmethod(write_desk_policy)

    @extend_schema(operation_id="desk_policies_list", tags=["queues"], responses=DeskPolicyOutput(many=True))
    def get(self, request: Request) -> Response:
        return self.listed(DeskPolicyOutput)

    @extend_schema(
        operation_id="desk_policy_write",
        tags=["queues"],
        request=DeskPolicyInput,
        responses={201: DeskPolicyOutput},
        examples=[
            OpenApiExample(
                "Shorter rest",
                value={
                    "valid_from": "2026-12-01",
                    "reason": "two shifts in December",
                    "reopen_within_days": 60,
                    "lease_seconds": 300,
                    "undo_minutes": 15,
                    "rest_minutes": 60,
                    "skip_minutes": 60,
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        return self.written(request, DeskPolicyInput, DeskPolicyOutput)
