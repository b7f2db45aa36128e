"""Filters of the lists of compliance; what a list does not know is refused by name."""

from datetime import datetime, time

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters.rest_framework import FilterSet

from collections_app.compliance.models import (
    Breach,
    Channel,
    Consent,
    ContactRefusal,
    Override,
    Permit,
    Phrase,
    StopSignal,
)
from collections_app.shared import clock


def _customer() -> django_filters.CharFilter:
    return django_filters.CharFilter(field_name="cardholder__customer_no", max_length=40)


class _Days(FilterSet):
    """`from_day` and `to_day`, both included, of the moment in `MOMENT`."""

    MOMENT = ""

    customer_no = _customer()
    from_day = django_filters.DateFilter(method="since", help_text="First day, in the issuer's zone.")
    to_day = django_filters.DateFilter(method="until", help_text="Last day, included.")

    def since(self, queryset: QuerySet, name: str, value: datetime) -> QuerySet:
        return queryset.filter(**{f"{self.MOMENT}__gte": _local(value, time.min)})

    def until(self, queryset: QuerySet, name: str, value: datetime) -> QuerySet:
        return queryset.filter(**{f"{self.MOMENT}__lte": _local(value, time.max)})


def _local(day: datetime, clock_time: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock_time), timezone.get_default_timezone())


class PermitFilters(_Days):
    """Permits by person, state, channel and day; `unreported`: over, and nobody said what came of them."""

    MOMENT = "issued_at"

    state = django_filters.ChoiceFilter(choices=Permit.State.choices)
    channel = django_filters.ChoiceFilter(choices=Channel.choices)
    unreported = django_filters.BooleanFilter(method="over")

    class Meta:
        model = Permit
        fields: list[str] = []

    def over(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        still = Q(state=Permit.State.LIVE, valid_until__lte=clock.now())
        return queryset.filter(still if value else ~still)


class RefusalFilters(_Days):
    """Refused contacts by person, rule, channel and day."""

    MOMENT = "asked_at"

    rule = django_filters.CharFilter(max_length=30)
    channel = django_filters.ChoiceFilter(choices=Channel.choices)

    class Meta:
        model = ContactRefusal
        fields: list[str] = []


class BreachFilters(_Days):
    """Breaches by person, cause, broken rule and day; `open`: not reviewed yet."""

    MOMENT = "at"

    cause = django_filters.ChoiceFilter(choices=Breach._meta.get_field("cause").choices)
    rule = django_filters.CharFilter(field_name="rules", method="broke", max_length=30)
    open = django_filters.BooleanFilter(field_name="reviewed_at", lookup_expr="isnull")

    class Meta:
        model = Breach
        fields: list[str] = []

    def broke(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(rules__contains=[value])


class OverrideFilters(_Days):
    """Overrides by person, rule and day; `used`: a permit has used it up."""

    MOMENT = "granted_at"

    rule = django_filters.CharFilter(max_length=30)
    used = django_filters.BooleanFilter(field_name="used_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Override
        fields: list[str] = []


class SignalFilters(FilterSet):
    """Stop signals by person and kind; `open`: not lifted."""

    customer_no = _customer()
    kind = django_filters.ChoiceFilter(choices=StopSignal.Kind.choices)
    open = django_filters.BooleanFilter(field_name="lifted_at", lookup_expr="isnull")

    class Meta:
        model = StopSignal
        fields: list[str] = []


class ConsentFilters(FilterSet):
    """Consents by person and kind; `open`: neither spent nor withdrawn nor over."""

    customer_no = _customer()
    kind = django_filters.ChoiceFilter(choices=Consent.Kind.choices)
    open = django_filters.BooleanFilter(method="holds")

    class Meta:
        model = Consent
        fields: list[str] = []

    def holds(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        still = Q(spent_at=None, withdrawn_at=None, valid_until__gte=clock.local_date())
        return queryset.filter(still if value else ~still)


class PhraseFilters(FilterSet):
    """Phrases by kind, language, bucket and outcome; `in_use`: not retired."""

    kind = django_filters.ChoiceFilter(choices=Phrase.Kind.choices)
    language = django_filters.CharFilter(max_length=10)
    bucket = django_filters.NumberFilter()
    outcome = django_filters.CharFilter(max_length=30)
    in_use = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull")

    class Meta:
        model = Phrase
        fields: list[str] = []
