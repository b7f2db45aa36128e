"""Cardholders with masked personal data; unmasking and erasing it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.erasure import erase_personal_data
from accounts.actions.restrictions import restrict
from accounts.actions.reveal import WHAT, reveal
from accounts.models import Address, Cardholder, ContactPoint
from accounts.names import masked_name_of
from accounts.queries import business_date
from accounts.queries.visible import visible_to
from accounts.restricted import must_see
from accounts.rules.personal_data import masked_number
from collections_app.shared import clock, crypto
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

from .filters import CardholderFilters, NamedFilters

ROWS: QuerySet[Cardholder] = Cardholder.objects.select_related("personal_data").prefetch_related(
    "contact_points", "addresses", "card_accounts"
)
NAME_HELP = "Masked, but a company's; null after erasure."


class ContactPointOutput(serializers.ModelSerializer):
    """A phone number or e-mail address, masked."""

    class Meta:
        model = ContactPoint
        fields = ["id", "kind", "masked", "status", "last_verified_on"]


class AddressOutput(serializers.ModelSerializer):
    """An address without its street line."""

    class Meta:
        model = Address
        fields = ["id", "kind", "province", "city", "last_verified_on"]


class CardholderOutput(serializers.ModelSerializer):
    """Who is liable. After erasure `name` is null and the lists are empty; `erased_on` says since when."""

    name = serializers.SerializerMethodField(help_text=NAME_HELP)
    contact_points = ContactPointOutput(many=True)
    addresses = AddressOutput(many=True)
    account_nos = serializers.SerializerMethodField()

    class Meta:
        model = Cardholder
        fields = [
            "customer_no",
            "kind",
            "name",
            "region",
            "language",
            "restriction",
            "contact_points",
            "addresses",
            "account_nos",
            "is_demo",
            "erased_on",
        ]

    def get_name(self, cardholder: Cardholder) -> str | None:
        return masked_name_of(cardholder)

    def get_account_nos(self, cardholder: Cardholder) -> list[str]:
        return sorted(account.account_no for account in cardholder.card_accounts.all())


class CardholderDetailOutput(CardholderOutput):
    """One cardholder, with the masked identity number."""

    id_type = serializers.SerializerMethodField()
    id_number = serializers.SerializerMethodField()

    class Meta(CardholderOutput.Meta):
        fields = [*CardholderOutput.Meta.fields, "id_type", "id_number"]

    def get_id_type(self, cardholder: Cardholder) -> str | None:
        person = getattr(cardholder, "personal_data", None)
        return person.id_type if person else None

    @extend_schema_field(serializers.CharField(allow_null=True, help_text="Masked."))
    def get_id_number(self, cardholder: Cardholder) -> str | None:
        person = getattr(cardholder, "personal_data", None)
        return masked_number(crypto.decrypt(person.id_number)) if person and person.id_number else None


class RevealInput(Input):
    """Which parts to unmask."""

    what = serializers.ListField(child=serializers.ChoiceField(choices=WHAT), allow_empty=False, max_length=len(WHAT))


class RevealedPointOutput(serializers.Serializer):
    """A phone number or e-mail address in clear."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    value = serializers.CharField()
    status = serializers.CharField()


class RevealedAddressOutput(serializers.Serializer):
    """An address in clear."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    province = serializers.CharField()
    city = serializers.CharField()
    line = serializers.CharField()


class RevealedOutput(serializers.Serializer):
    """The parts asked for, in clear."""

    name = serializers.CharField(required=False, allow_null=True)
    id_number = serializers.CharField(required=False, allow_null=True)
    birth_date = serializers.DateField(required=False, allow_null=True)
    contact_points = RevealedPointOutput(many=True, required=False)
    addresses = RevealedAddressOutput(many=True, required=False)


class RestrictionInput(Input):
    """Whose file it is from now on; empty: open to every role."""

    restriction = serializers.ChoiceField(choices=Cardholder.Restriction.choices, allow_blank=True)
    reason = serializers.CharField(max_length=300)


class RestrictionOutput(serializers.ModelSerializer):
    """Who may open the file: everyone when `restriction` is empty, else those cleared for it."""

    class Meta:
        model = Cardholder
        fields = ["customer_no", "restriction"]


class ErasureInput(Input):
    """Why the data goes."""

    reason = serializers.CharField(max_length=300)


class ErasedOutput(serializers.Serializer):
    """How many rows are gone, and since when."""

    erased_on = serializers.DateField()
    names = serializers.IntegerField()
    contact_points = serializers.IntegerField()
    addresses = serializers.IntegerField()
    related_parties = serializers.IntegerField(help_text="People around the cardholder who lost their names.")
    notes = serializers.IntegerField(help_text="Notes and answers of contacts.")


class Cardholders(ListAPIView):
    """Cardholders by filter, with masked personal data."""

    needs = "accounts.view"
    serializer_class = CardholderOutput
    queryset = ROWS
    filter_backends = [NamedFilters]
    filterset_class = CardholderFilters
    pagination_class = OldestFirst

    def get_queryset(self) -> QuerySet[Cardholder]:
        return ROWS.filter(visible_to(actor_of(self.request)))

    @extend_schema(operation_id="cardholders_list", tags=["cardholders"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CardholderDetail(Tagged):
    """One cardholder by customer number, with masked personal data."""

    needs = "accounts.view"

    @extend_schema(operation_id="cardholder", tags=["cardholders"], responses=CardholderDetailOutput)
    def get(self, request: Request, customer_no: str) -> Response:
        return Response(CardholderDetailOutput(_by_no(request, ROWS, customer_no)).data)


class Reveal(APIView):
    """Unmask personal data; every look is logged with who looked at which parts."""

    needs = "accounts.reveal"
    answers_anew = True  # every look is logged, a repeated one too, and an idempotency key keeps none

    @extend_schema(
        operation_id="cardholder_reveal",
        tags=["cardholders"],
        request=RevealInput,
        responses=RevealedOutput,
        examples=[OpenApiExample("Phones", value={"what": ["contact_points"]}, request_only=True)],
    )
    def post(self, request: Request, customer_no: str) -> Response:
        body = given(RevealInput, request)
        found = reveal(
            actor=actor_of(request),
            cardholder_id=_by_no(request, Cardholder.objects.all(), customer_no).pk,
            what=body["what"],
            at=clock.now(),
        )
        return Response(found)


class OfCardholder(Guarded):
    """A change of what `GET cardholders/<customer_no>` shows."""

    reads, reads_by = "api-cardholder", ("customer_no",)

    def held_still(self, **named: Any) -> QuerySet[Cardholder]:
        return Cardholder.objects.filter(customer_no=named["customer_no"])


class Restriction(OfCardholder):
    """Close a file to all but those cleared for it by name, or open it to every role."""

    needs = "teams.manage"

    @extend_schema(
        operation_id="cardholder_restrict",
        tags=["cardholders"],
        request=RestrictionInput,
        responses=RestrictionOutput,
        examples=[
            OpenApiExample("Staff", value={"restriction": "STAFF", "reason": "joined the bank"}, request_only=True)
        ],
    )
    def post(self, request: Request, customer_no: str) -> Response:
        body = given(RestrictionInput, request)
        cardholder = restrict(
            actor=actor_of(request),
            cardholder_id=_by_no(request, Cardholder.objects.all(), customer_no).pk,
            on=business_date() or clock.local_date(),
            **body,
        )
        return Response(RestrictionOutput(cardholder).data)


class Erasure(OfCardholder):
    """Erase the personal data for good; cards, ledger and events stay."""

    needs = "data.erase"

    @extend_schema(
        operation_id="cardholder_erase",
        tags=["cardholders"],
        request=ErasureInput,
        responses=ErasedOutput,
        examples=[OpenApiExample("Erase", value={"reason": "asked for in letter 2026-118"}, request_only=True)],
    )
    def post(self, request: Request, customer_no: str) -> Response:
        body = given(ErasureInput, request)
        erased = erase_personal_data(
            actor=actor_of(request),
            cardholder_id=_by_no(request, Cardholder.objects.all(), customer_no).pk,
            reason=body["reason"],
            at=clock.now(),
        )
        return Response(ErasedOutput(erased).data)


def _by_no(request: Request, rows: QuerySet[Cardholder], customer_no: str) -> Cardholder:
    cardholder = get_object_or_404(rows, customer_no=customer_no.replace("\x00", ""))
    must_see(actor_of(request), cardholder)
    return cardholder
