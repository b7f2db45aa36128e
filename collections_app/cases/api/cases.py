"""Cases: the list, and one with everything it stands on."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.cardholders import NAME_HELP, AddressOutput, ContactPointOutput
from accounts.api.filters import NamedFilters
from accounts.models import CardAccount
from accounts.models.derived import DelinquencyBucket
from accounts.names import masked_name_of
from accounts.queries import business_date
from collections_app.cases.models import Case, Claim
from collections_app.cases.queries import visible_cases
from collections_app.cases.queries.detail import CaseDetail, case_detail
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.etag import Tagged

from .filters import CaseFilters
from .holds import CaseHoldOutput

BUCKET = serializers.ChoiceField(choices=DelinquencyBucket.labels)


def label_of(ordinal: int) -> str:
    """-1 as CURRENT, 5 as M4+."""
    return str(DelinquencyBucket(ordinal).label)


class CaseOutput(serializers.ModelSerializer):
    """All delinquent accounts of one cardholder as one piece of work.

    `past_due` and `balance` are sums over the delinquent accounts in `currency`; `accounts` counts all delinquent ones.
    `hold_kinds` are in force; `work_stopped`: one of them takes the case out of its queue. `sleeps_until`: before then
    no contact is allowed, as far as is known.
    """

    customer_no = serializers.CharField(source="cardholder.customer_no")
    name = serializers.SerializerMethodField(help_text=NAME_HELP)
    restriction = serializers.CharField(source="cardholder.restriction")
    bucket = serializers.SerializerMethodField()
    queue = serializers.CharField(source="queue.code", default=None, allow_null=True)
    team = serializers.CharField(source="team.code", default=None, allow_null=True)
    agent = serializers.CharField(source="agent.username", default=None, allow_null=True)

    class Meta:
        model = Case
        fields = [
            "id",
            "customer_no",
            "name",
            "kind",
            "region",
            "language",
            "restriction",
            "opened_on",
            "closed_on",
            "close_reason",
            "reopened",
            "reopened_on",
            "bucket",
            "bucket_since",
            "past_due",
            "balance",
            "currency",
            "past_due_since",
            "accounts",
            "queue",
            "team",
            "agent",
            "hold_kinds",
            "work_stopped",
            "willingness",
            "lost_since",
            "failures_in_a_row",
            "promise_due_on",
            "broken_promises",
            "last_broken_on",
            "last_contact_at",
            "last_right_party_at",
            "follow_up_at",
            "sleeps_until",
            "is_demo",
        ]

    def get_name(self, case: Case) -> str | None:
        return masked_name_of(case.cardholder)

    @extend_schema_field(BUCKET)
    def get_bucket(self, case: Case) -> str:
        return label_of(case.bucket)


class CaseAccountOutput(serializers.ModelSerializer):
    """An account of the cardholder and where it stands; the four figures are null before its first night."""

    product = serializers.CharField(source="product.code")
    bucket = serializers.SerializerMethodField()
    past_due_since = serializers.SerializerMethodField()
    past_due = serializers.SerializerMethodField()
    balance = serializers.SerializerMethodField()

    class Meta:
        model = CardAccount
        fields = [
            "account_no",
            "card_last4",
            "product",
            "currency",
            "status",
            "bucket",
            "past_due_since",
            "past_due",
            "balance",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=DelinquencyBucket.labels, allow_null=True))
    def get_bucket(self, account: CardAccount) -> str | None:
        position = getattr(account, "position", None)
        return label_of(position.bucket) if position else None

    def get_past_due_since(self, account: CardAccount) -> date | None:
        return getattr(getattr(account, "position", None), "anchor_due_date", None)

    @extend_schema_field(serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True))
    def get_past_due(self, account: CardAccount) -> str | None:
        return _amount(account, "past_due")

    @extend_schema_field(serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True))
    def get_balance(self, account: CardAccount) -> str | None:
        return _amount(account, "balance")


def _amount(account: CardAccount, name: str) -> str | None:
    position = getattr(account, "position", None)
    return str(getattr(position, name)) if position else None


class CaseClaimOutput(serializers.ModelSerializer):
    """Who works the case now, and until when unless they go on."""

    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.display_name")

    class Meta:
        model = Claim
        fields = ["username", "name", "claimed_at", "expires_at"]


class CaseDetailOutput(serializers.Serializer):
    """A case, masked contact points and addresses of its cardholder, accounts, holds, who works it. `as_of`: the day
    the last night prepared."""

    as_of = serializers.DateField(allow_null=True)
    case = CaseOutput()
    contact_points = ContactPointOutput(many=True)
    addresses = AddressOutput(many=True)
    accounts = CaseAccountOutput(many=True)
    holds = CaseHoldOutput(many=True)
    claim = CaseClaimOutput(allow_null=True)


def shown(detail: CaseDetail) -> dict[str, Any]:
    """What `CaseDetailOutput` takes."""
    return {
        "as_of": business_date(),
        "case": detail.case,
        "contact_points": detail.case.cardholder.contact_points.all(),
        "addresses": detail.case.cardholder.addresses.all(),
        "accounts": detail.accounts,
        "holds": detail.holds,
        "claim": detail.claim,
    }


class Cases(ListAPIView):
    """Cases the caller may see; open ones unless `state` says otherwise."""

    needs = "cases.view"
    serializer_class = CaseOutput
    queryset: QuerySet[Case] = Case.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = CaseFilters
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[Case]:
        cases = visible_cases(actor_of(self.request))
        return cases.select_related("cardholder__personal_data", "queue", "team", "agent")

    @extend_schema(operation_id="cases_list", tags=["cases"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CaseView(Tagged):
    """One case."""

    needs = "cases.view"

    @extend_schema(operation_id="case", tags=["cases"], responses=CaseDetailOutput)
    def get(self, request: Request, case_id: int) -> Response:
        detail = case_detail(case_id, actor=actor_of(request), at=clock.now())
        if detail is None:
            raise Http404
        return Response(CaseDetailOutput(shown(detail)).data)
