"""Filters of the lists. What is not understood is refused by name, never ignored."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError as WrongValue
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.intake.currencies import CURRENCIES
from accounts.models import AccountHold, CardAccount, Cardholder, LedgerEntry, Product, Statement
from accounts.models.derived import DelinquencyBucket
from accounts.queries.search import DELINQUENT, LONGEST_TEXT, Search, found
from collections_app.shared.actor import actor_of
from collections_app.shared.errors import Refused

PAGING = {"cursor", "page_size"}
LARGEST_PAGE = 500
FOUR_DIGITS = RegexValidator(r"^[0-9]{4}$", gettext_lazy("Give the last four digits."))


class NamedFilters(DjangoFilterBackend):
    """Refuses parameters the list does not know and page sizes that cannot be; otherwise as django-filter."""

    def get_filterset(self, request: Request, queryset: QuerySet, view: Any) -> FilterSet | None:
        filterset = super().get_filterset(request, queryset, view)
        known = PAGING | set(filterset.filters if filterset else ())
        if unknown := sorted(set(request.query_params) - known):
            raise ValidationError({name: [_("This list has no such filter.")] for name in unknown})
        size = request.query_params.get("page_size")
        if size is not None and not (size.isascii() and size.isdigit() and 1 <= int(size) <= LARGEST_PAGE):
            message = _("Give a whole number from 1 to %(largest)s.") % {"largest": LARGEST_PAGE}
            raise ValidationError({"page_size": [message]})
        return filterset


def known_currency(code: str) -> None:
    """A currency code in use; raises what a form field shows."""
    if code not in CURRENCIES:
        raise WrongValue(_("“%(code)s” is no currency in use.") % {"code": code})


class AccountFilters(FilterSet):
    """Accounts by what is typed, number, cardholder, card, bucket, product, currency, region, status."""

    q = django_filters.CharFilter(
        method="typed",
        max_length=LONGEST_TEXT,
        help_text="Name from its beginning, or a whole account, customer, phone or identity number, or last four.",
    )
    account_no = django_filters.CharFilter(max_length=40)
    customer_no = django_filters.CharFilter(field_name="cardholder__customer_no", max_length=40)
    last4 = django_filters.CharFilter(field_name="card_last4", max_length=4, validators=[FOUR_DIGITS])
    bucket = django_filters.ChoiceFilter(
        field_name="position__bucket",
        choices=[(label, label) for label in [*DelinquencyBucket.labels, "M4P", DELINQUENT]],
        method="in_bucket",
        help_text="M4+ is written M4%2B in an address; M4P is the same. DELINQUENT: M0 to M4+ together.",
    )
    product = django_filters.ModelChoiceFilter(queryset=Product.objects.all(), to_field_name="code")
    currency = django_filters.CharFilter(validators=[known_currency])
    region = django_filters.CharFilter(field_name="cardholder__region", max_length=40)
    status = django_filters.ChoiceFilter(choices=CardAccount.Status.choices)

    class Meta:
        model = CardAccount
        fields: list[str] = []

    def typed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        try:
            behind = found(Search(text=" ".join(value.split())), actor=actor_of(self.request))
        except Refused as refused:
            raise ValidationError({"q": [refused.message]}) from refused
        return queryset.filter(pk__in=behind.values("pk"))

    def in_bucket(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == DELINQUENT:
            return queryset.filter(**{f"{name}__gte": DelinquencyBucket.M0})
        ordinal = next((o for o, label in DelinquencyBucket.choices if label == value), DelinquencyBucket.M4P)
        return queryset.filter(**{name: ordinal})


class CardholderFilters(FilterSet):
    """Cardholders by number, kind, region."""

    customer_no = django_filters.CharFilter(max_length=40)
    kind = django_filters.ChoiceFilter(choices=Cardholder.Kind.choices)
    region = django_filters.CharFilter(max_length=40)

    class Meta:
        model = Cardholder
        fields: list[str] = []


class HoldFilters(FilterSet):
    """Holds by account and kind; `open` says whether they still last."""

    account_no = django_filters.CharFilter(field_name="card_account__account_no", max_length=40)
    kind = django_filters.ChoiceFilter(choices=AccountHold.Kind.choices)
    open = django_filters.BooleanFilter(field_name="until", lookup_expr="isnull")

    class Meta:
        model = AccountHold
        fields: list[str] = []


class BookFilters(FilterSet):
    """Filters of the two large books. One of NARROW stands beside the others, so that no call reads a whole book."""

    NARROW = ("account_no", "customer_no", "effective_on")

    account_no = django_filters.CharFilter(field_name="card_account__account_no", max_length=40)
    customer_no = django_filters.CharFilter(field_name="card_account__cardholder__customer_no", max_length=40)
    effective_on = django_filters.DateFilter(help_text="The day the row took effect: the night after it took it in.")
    after_id = django_filters.NumberFilter(field_name="id", lookup_expr="gt", min_value=0, decimal_places=0)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        given = {name for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}
        refining = sorted(given - {*self.NARROW, "after_id"})
        if refining and not given & set(self.NARROW):
            names = ", ".join(self.NARROW)
            message = _("Give one of these filters beside it: %(names)s.") % {"names": names}
            raise ValidationError({name: [message] for name in refining})
        return super().filter_queryset(queryset)


class LedgerEntryFilters(BookFilters):
    """Ledger entries of an account, a cardholder or a day, by kind, reference and dates (both ends included)."""

    kind = django_filters.MultipleChoiceFilter(choices=LedgerEntry.Kind.choices)
    source_ref = django_filters.CharFilter(max_length=80)
    posted_from = django_filters.DateFilter(field_name="posting_date", lookup_expr="gte")
    posted_to = django_filters.DateFilter(field_name="posting_date", lookup_expr="lte")
    value_from = django_filters.DateFilter(field_name="value_date", lookup_expr="gte")
    value_to = django_filters.DateFilter(field_name="value_date", lookup_expr="lte")

    class Meta:
        model = LedgerEntry
        fields: list[str] = []


class StatementFilters(BookFilters):
    """Statements of an account, a cardholder or a day, by statement date (both ends included)."""

    date_from = django_filters.DateFilter(field_name="statement_date", lookup_expr="gte")
    date_to = django_filters.DateFilter(field_name="statement_date", lookup_expr="lte")

    class Meta:
        model = Statement
        fields: list[str] = []
