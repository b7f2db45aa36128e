"""Policy profiles over REST: their versions, who follows them, a new version from a day on."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.policies import NUMBERS, write_version
from accounts.models import AccountHold, PolicyProfile, PolicyVersion, ProductPolicy
from accounts.queries.policies import profiles
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

SHARE: dict[str, Any] = {"max_digits": 9, "decimal_places": 6, "min_value": Decimal(0), "max_value": Decimal(1)}
AMOUNT: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0)}


class PolicyVersionOutput(serializers.ModelSerializer):
    """Every number the rules of the ledger take, from a day on. Shares are of one; null late fees: no limit."""

    fee_stop_holds = serializers.ListField(child=serializers.CharField())
    interest_stop_holds = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = PolicyVersion
        fields = ["id", "valid_from", *NUMBERS, "reason", "recorded_on", "recorded_by"]


class FollowingOutput(serializers.ModelSerializer):
    """A product that follows a profile from a day on."""

    product = serializers.CharField(source="product.code")

    class Meta:
        model = ProductPolicy
        fields = ["product", "valid_from"]


class PolicyProfileOutput(serializers.ModelSerializer):
    """A profile with its versions, oldest first. Products that follow none follow the default one."""

    versions = PolicyVersionOutput(many=True)
    products = FollowingOutput(many=True)

    class Meta:
        model = PolicyProfile
        fields = ["code", "name_en", "name_zh", "is_default", "versions", "products"]


class HoldsField(serializers.ListField):
    """Kinds of hold."""

    child = serializers.ChoiceField(choices=AccountHold.Kind.choices)


class PolicyVersionInput(Input):
    """A version to write; every number is named."""

    valid_from = serializers.DateField(help_text="After the business date.")
    reason = serializers.CharField(max_length=300)
    minimum_ratio = serializers.DecimalField(**SHARE)
    minimum_floor_amount = serializers.DecimalField(**AMOUNT)
    late_fee_ratio = serializers.DecimalField(**SHARE)
    late_fee_minimum_amount = serializers.DecimalField(**AMOUNT)
    late_fee_bears_interest = serializers.BooleanField()
    daily_interest_rate = serializers.DecimalField(**SHARE)
    grace_days = serializers.IntegerField(min_value=0, max_value=30)
    overdue_tolerance_amount = serializers.DecimalField(**AMOUNT)
    full_payment_tolerance_amount = serializers.DecimalField(**AMOUNT)
    principal_first_from_dpd = serializers.IntegerField(min_value=1, max_value=9999)
    max_late_fees = serializers.IntegerField(min_value=0, max_value=999, allow_null=True, help_text="Null: no limit.")
    fee_stop_holds = HoldsField()
    interest_stop_holds = HoldsField()
    cost_ceiling_annual_rate = serializers.DecimalField(**{**SHARE, "max_value": Decimal(100)})
    cost_ceiling_caps = serializers.BooleanField()


EXAMPLE = OpenApiExample(
    "Five days of grace",
    value={
        "valid_from": "2026-12-01",
        "reason": "decided by the card committee",
        "minimum_ratio": "0.100000",
        "minimum_floor_amount": "0.00",
        "late_fee_ratio": "0.050000",
        "late_fee_minimum_amount": "0.00",
        "late_fee_bears_interest": False,
        "daily_interest_rate": "0.000500",
        "grace_days": 5,
        "overdue_tolerance_amount": "10.00",
        "full_payment_tolerance_amount": "10.00",
        "principal_first_from_dpd": 91,
        "max_late_fees": None,
        "fee_stop_holds": ["DISPUTE"],
        "interest_stop_holds": [],
        "cost_ceiling_annual_rate": "0.240000",
        "cost_ceiling_caps": False,
    },
    request_only=True,
)


class Policies(Endpoint):
    """Every profile, the default one first; a handful, hence without pages."""

    needs = "policies.view"

    @extend_schema(operation_id="policies_list", tags=["policies"], responses=PolicyProfileOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(PolicyProfileOutput(profiles(), many=True).data)


class OnePolicy(Tagged):
    """One profile with its versions."""

    needs = "policies.view"

    @extend_schema(operation_id="policy", tags=["policies"], responses=PolicyProfileOutput)
    def get(self, request: Request, code: str) -> Response:
        return Response(PolicyProfileOutput(get_object_or_404(profiles(), code=_storable(code))).data)


class PolicyVersions(Guarded):
    """Write a version of a profile; nothing before its first day changes."""

    needs = "policies.edit"
    reads, reads_by = "api-policy", ("code",)

    def held_still(self, **named: Any) -> QuerySet[PolicyProfile]:
        return PolicyProfile.objects.filter(code=_storable(named["code"]))  # whoever writes a version locks its profile

    @extend_schema(
        operation_id="policy_version_write",
        tags=["policies"],
        request=PolicyVersionInput,
        responses={201: PolicyVersionOutput},
        examples=[EXAMPLE],
    )
    def post(self, request: Request, code: str) -> Response:
        asked = given(PolicyVersionInput, request)
        version = write_version(
            actor=actor_of(request),
            profile=_storable(code),
            valid_from=asked["valid_from"],
            numbers={name: asked[name] for name in NUMBERS},
            reason=asked["reason"],
            at=clock.now(),
        )
        return Response(PolicyVersionOutput(version).data, status=status.HTTP_201_CREATED)


def _storable(code: str) -> str:
    """The database cannot even be asked for a text with a NUL character."""
    return code.replace("\x00", "")
