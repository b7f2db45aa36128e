"""Statements and ledger entries: the frozen books, read only."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Allocation, LedgerEntry, Statement
from accounts.posting import takes_effect
from accounts.queries.visible import visible_to
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.endpoint import Endpoint

from .filters import LedgerEntryFilters, NamedFilters, StatementFilters

TO_CARDHOLDER = "card_account__cardholder__"


class StatementOutput(serializers.ModelSerializer):
    """A statement as issued. `unpaid` and `missed` are what the night found of its own slice; null before it did."""

    account_no = serializers.CharField(source="card_account.account_no")
    unpaid = serializers.DecimalField(source="slice.unpaid", max_digits=14, decimal_places=2, default=None)
    missed = serializers.BooleanField(source="slice.missed", allow_null=True, default=None)

    class Meta:
        model = Statement
        fields = [
            "id",
            "account_no",
            "seq",
            "statement_date",
            "due_date",
            "effective_due_date",
            "balance",
            "minimum_due",
            "past_due",
            "own_slice",
            "interest",
            "fees",
            "months_past_due",
            "issued_by",
            "recorded_on",
            "unpaid",
            "missed",
        ]


class LedgerEntryOutput(serializers.ModelSerializer):
    """One booking: debits positive, credits negative. `takes_effect`: the morning on which the bucket shows it."""

    account_no = serializers.CharField(source="card_account.account_no")
    currency = serializers.CharField(source="card_account.currency")
    takes_effect = serializers.SerializerMethodField()

    class Meta:
        model = LedgerEntry
        fields = [
            "id",
            "account_no",
            "currency",
            "kind",
            "component",
            "amount",
            "posting_date",
            "value_date",
            "recorded_on",
            "recorded_at",
            "recorded_by",
            "takes_effect",
            "source_ref",
            "reverses",
            "statement_seq",
            "policy_version",
            "description",
        ]

    def get_takes_effect(self, entry: LedgerEntry) -> date:
        return takes_effect(entry)


class AllocationOutput(serializers.ModelSerializer):
    """What a credit paid: a component, as billed by statement `seq`."""

    class Meta:
        model = Allocation
        fields = ["seq", "component", "amount"]


class LedgerEntryDetailOutput(LedgerEntryOutput):
    """One booking with what it paid, and the entries that took it back."""

    allocations = AllocationOutput(many=True)
    reversed_by: serializers.Field = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta(LedgerEntryOutput.Meta):
        fields = [*LedgerEntryOutput.Meta.fields, "allocations", "reversed_by"]


class Statements(ListAPIView):
    """Statements, in the order in which they were recorded."""

    needs = "accounts.view"
    serializer_class = StatementOutput
    queryset = Statement.objects.select_related("card_account", "slice")
    filter_backends = [NamedFilters]
    filterset_class = StatementFilters
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[Statement]:
        return super().get_queryset().filter(visible_to(actor_of(self.request), prefix=TO_CARDHOLDER))

    @extend_schema(operation_id="statements_list", tags=["ledger"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class LedgerEntries(ListAPIView):
    """Ledger entries, in the order in which they were recorded."""

    needs = "accounts.view"
    serializer_class = LedgerEntryOutput
    queryset = LedgerEntry.objects.select_related("card_account")
    filter_backends = [NamedFilters]
    filterset_class = LedgerEntryFilters
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return super().get_queryset().filter(visible_to(actor_of(self.request), prefix=TO_CARDHOLDER))

    @extend_schema(operation_id="ledger_entries_list", tags=["ledger"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class LedgerEntryDetail(Endpoint, RetrieveAPIView):
    """One ledger entry."""

    needs = "accounts.view"
    serializer_class = LedgerEntryDetailOutput
    queryset = LedgerEntry.objects.select_related("card_account").prefetch_related("allocations", "reversed_by")
    filter_backends: list = []

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return super().get_queryset().filter(visible_to(actor_of(self.request), prefix=TO_CARDHOLDER))

    @extend_schema(operation_id="ledger_entry", tags=["ledger"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
