"""Filters of the list of promises; what is not understood is refused by name."""

import django_filters
from django_filters.rest_framework import FilterSet

from collections_app.arrangements.models import PromiseToPay
from collections_app.arrangements.models.promise import PromiseStatus


class PromiseFilters(FilterSet):
    """Promises by case, cardholder, status, who took them, team, due, made and settled day (both ends included)."""

    case = django_filters.NumberFilter(field_name="case_id", min_value=1, decimal_places=0)
    customer_no = django_filters.CharFilter(field_name="cardholder__customer_no", max_length=40)
    status = django_filters.MultipleChoiceFilter(choices=PromiseStatus.choices)
    taken_by = django_filters.CharFilter(field_name="user__username", max_length=60)
    team = django_filters.CharFilter(field_name="case__team__code", max_length=20)
    due_from = django_filters.DateFilter(field_name="next_due_on", lookup_expr="gte")
    due_to = django_filters.DateFilter(field_name="next_due_on", lookup_expr="lte")
    made_from = django_filters.DateFilter(field_name="made_on", lookup_expr="gte")
    made_to = django_filters.DateFilter(field_name="made_on", lookup_expr="lte")
    settled_on = django_filters.DateFilter()

    class Meta:
        model = PromiseToPay
        fields: list[str] = []
