"""Filters of the list of cases. What is not understood is refused by name, never ignored."""

import django_filters
from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet
from rest_framework.exceptions import ValidationError

from accounts.models import CardAccount
from accounts.queries.search import BUCKETS, LONGEST_TEXT
from collections_app.cases.models import Case, CaseHold
from collections_app.cases.queries.listing import ANY, CASE_BUCKETS, MINE, NONE, STATES, held, holders_found
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused


def _choices(*codes: str) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class CaseFilters(FilterSet):
    """Cases by state (open ones unless said), bucket, where they stand, whose they are, holds, and whom they are of."""

    q = django_filters.CharFilter(
        method="typed",
        max_length=LONGEST_TEXT,
        help_text="Name from its beginning, or a whole account, customer, phone or identity number, or last four.",
    )
    state = django_filters.ChoiceFilter(method="in_state", choices=_choices(*STATES), help_text="Default: open.")
    bucket = django_filters.ChoiceFilter(
        method="in_bucket",
        choices=_choices(*CASE_BUCKETS, "M4+"),
        help_text="M4+ is written M4%2B in an address; M4P is the same.",
    )
    queue = django_filters.CharFilter(method="pointed", field_name="queue__code", max_length=30, help_text="Or none.")
    team = django_filters.CharFilter(method="pointed", field_name="team__code", max_length=20, help_text="Or none.")
    agent = django_filters.CharFilter(
        method="pointed", field_name="agent__username", max_length=60, help_text="A log-in name, me, or none."
    )
    hold = django_filters.ChoiceFilter(
        method="with_hold", choices=[(ANY, ANY), *CaseHold.Kind.choices], help_text="A kind, or any."
    )
    kind = django_filters.ChoiceFilter(choices=Case.Kind.choices)
    region = django_filters.CharFilter(max_length=40)
    customer_no = django_filters.CharFilter(field_name="cardholder__customer_no", max_length=40)
    account_no = django_filters.CharFilter(method="of_account", max_length=40)

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.filter(closed_on=None)

    def typed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        try:
            return queryset.filter(cardholder__in=holders_found(value, actor=actor_of(self.request)))
        except Refused as refused:
            raise ValidationError({"q": [refused.message]}) from refused

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset if value == "all" else queryset.filter(closed_on__isnull=value == "open")

    def in_bucket(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(bucket=BUCKETS["M4P" if value == "M4+" else value])

    def pointed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == NONE:
            return queryset.filter(**{name.partition("__")[0]: None})
        if value == MINE and name == "agent__username":
            return queryset.filter(agent=actor_of(self.request).user_id)
        return queryset.filter(**{name: value})

    def with_hold(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(held(value))

    def of_account(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(cardholder__in=CardAccount.objects.filter(account_no=value).values("cardholder"))
