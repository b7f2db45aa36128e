"""Filters of the list of contacts; what it does not know is refused by name."""

from datetime import UTC, datetime

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import FilterSet

from collections_app.compliance.models import Channel
from collections_app.contacts.models import Contact


class MomentField(IsoDateTimeField):
    """A moment, in UTC: a database knows no offset beyond sixteen hours."""

    def to_python(self, value: str) -> datetime | None:
        try:
            moment = super().to_python(value)
            return moment.astimezone(UTC) if moment else None
        except OverflowError as error:
            raise ValidationError(_("Enter a valid date/time.")) from error


class MomentFilter(django_filters.IsoDateTimeFilter):
    """A filter by moment."""

    field_class = MomentField


class CaseContactFilters(FilterSet):
    """Contacts by channel, outcome, direction and moment (both ends included)."""

    channel = django_filters.ChoiceFilter(choices=Channel.choices)
    outcome = django_filters.CharFilter(field_name="outcome_id", max_length=30)
    inbound = django_filters.BooleanFilter()
    right_party = django_filters.BooleanFilter()
    breach = django_filters.BooleanFilter()
    standing = django_filters.BooleanFilter(
        method="stands", help_text="true: without those that were corrected; false: only those."
    )
    at_from = MomentFilter(field_name="at", lookup_expr="gte")
    at_to = MomentFilter(field_name="at", lookup_expr="lte")

    class Meta:
        model = Contact
        fields: list[str] = []

    def stands(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(corrections__isnull=value)


class ContactFilters(CaseContactFilters):
    """Contacts of all cases, also by case, cardholder, user and call of the phone system."""

    case = django_filters.NumberFilter(field_name="case_id", min_value=1, decimal_places=0)
    customer_no = django_filters.CharFilter(field_name="cardholder__customer_no", max_length=40)
    user = django_filters.NumberFilter(field_name="user_id", min_value=1, decimal_places=0)
    call_id = django_filters.CharFilter(max_length=80, method="of_call", help_text="The contact of that call.")

    def of_call(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(call_id=value, corrects=None)  # as its unique index has it
