"""Where the bank and we disagree, one by one."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from accounts.api.buckets import BucketField, BucketFilter
from accounts.models import ChargeComparison, Statement
from accounts.queries import business_date
from collections_app.shared.actor import actor_of

from .. import differences


class DifferenceOutput(serializers.ModelSerializer):
    """A statement whose months past due mean another bucket than ours on the statement date, as known now."""

    account_no = serializers.CharField(source="card_account.account_no")
    currency = serializers.CharField(source="card_account.currency")
    banks_months_past_due = serializers.IntegerField(source="months_past_due")
    banks_bucket = BucketField(help_text="The bucket the bank's months mean.")
    our_bucket = BucketField()
    our_minimums_missed = serializers.SerializerMethodField()

    class Meta:
        model = Statement
        fields = [
            "account_no",
            "statement_date",
            "currency",
            "balance",
            "banks_months_past_due",
            "banks_bucket",
            "our_bucket",
            "our_minimums_missed",
        ]

    def get_our_minimums_missed(self, statement: Any) -> int:
        return statement.our_missed or 0


class DifferenceFilter(django_filters.FilterSet):
    """A span of statement dates, an account, the bank's months, our bucket."""

    since = django_filters.DateFilter(field_name="statement_date", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="statement_date", lookup_expr="lte")
    account_no = django_filters.CharFilter(field_name="card_account__account_no")
    months = django_filters.NumberFilter(field_name="months_past_due")
    our_bucket = BucketFilter()

    class Meta:
        model = Statement
        fields = ["since", "until", "account_no", "months", "our_bucket"]


@extend_schema_view(get=extend_schema(operation_id="differences"))
class Differences(ListAPIView):
    """The bank's own months past due beside our bucket, where they disagree; newest first."""

    needs = "portfolio.view"
    serializer_class = DifferenceOutput
    filterset_class = DifferenceFilter
    queryset = Statement.objects.none()

    def get_queryset(self) -> QuerySet[Statement]:
        return differences.differing_statements(on=business_date(), actor=actor_of(self.request))


class ChargeDifferenceOutput(serializers.ModelSerializer):
    """A charge of the bank beside the one we would have billed; ours is compared, never posted."""

    account_no = serializers.CharField(source="card_account.account_no")
    currency = serializers.CharField(source="card_account.currency")
    cycle = serializers.IntegerField(source="seq", help_text="The account's statement cycle, counted from 1.")

    class Meta:
        model = ChargeComparison
        fields = ["account_no", "cycle", "what", "currency", "ours", "banks", "compared_on"]


class ChargeDifferenceFilter(django_filters.FilterSet):
    """A span of days, an account, a kind of charge."""

    since = django_filters.DateFilter(field_name="compared_on", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="compared_on", lookup_expr="lte")
    account_no = django_filters.CharFilter(field_name="card_account__account_no")

    class Meta:
        model = ChargeComparison
        fields = ["since", "until", "account_no", "what"]


@extend_schema_view(get=extend_schema(operation_id="charge_differences"))
class ChargeDifferences(ListAPIView):
    """Interest, late fees and minimums where the bank's amount is not ours; newest first."""

    needs = "portfolio.view"
    serializer_class = ChargeDifferenceOutput
    filterset_class = ChargeDifferenceFilter
    queryset = ChargeComparison.objects.none()

    def get_queryset(self) -> QuerySet[ChargeComparison]:
        return differences.differing_charges(actor=actor_of(self.request))
