"""What a contact brought to light, over REST: numbers, people, addresses; and who has a number."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.reach import FOUND
from accounts.models import Address, ContactPoint, FoundBy, PartyRole, RelatedParty
from collections_app.contacts.actions import add_address, add_number, add_person, mark_number, mark_person
from collections_app.contacts.queries import Match, find_by_number
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input

from .reach import ReachInput, ReachOutput, reached

SOURCES = [(source.value, source.label) for source in FoundBy if source in FOUND]
ROLES = [(role.value, role.label) for role in PartyRole if role != PartyRole.CARDHOLDER]


class NumberInput(Input):
    """A phone number or e-mail address that was found; of the cardholder, or of somebody around him."""

    kind = serializers.ChoiceField(choices=ContactPoint.Kind.choices)
    value = serializers.CharField(max_length=80)
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]
    verified = serializers.BooleanField(default=False)
    related_party_id = serializers.IntegerField(required=False, allow_null=True, default=None)
    restore = serializers.BooleanField(
        default=False, help_text="A number on file as invalid counts again; without it such a number is refused."
    )


class NumberOutput(serializers.ModelSerializer):
    """A number, masked."""

    class Meta:
        model = ContactPoint
        fields = ["id", "kind", "masked", "source", "status", "last_verified_on", "related_party_id"]


class StatusInput(Input):
    """INVALID retires the number, VERIFIED says it was checked today, UNVERIFIED takes either back."""

    status = serializers.ChoiceField(choices=ContactPoint.Status.choices)


class PersonInput(Input):
    """Somebody around the cardholder, with a mobile number when one is known."""

    role = serializers.ChoiceField(choices=ROLES)
    name = serializers.CharField(max_length=120)
    relation = serializers.CharField(max_length=60, required=False, allow_blank=True)
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]
    verified = serializers.BooleanField(default=False)
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)


class PersonStatusInput(Input):
    """WRONG: does not know the cardholder, VERIFIED: does, UNVERIFIED takes either back."""

    status = serializers.ChoiceField(choices=RelatedParty.Status.choices)


class RelatedPartyOutput(serializers.ModelSerializer):
    """Somebody around the cardholder, the name masked."""

    class Meta:
        model = RelatedParty
        fields = ["id", "role", "name_masked", "relation", "source", "status", "added_on"]


class AddressInput(Input):
    """An address that was found; it stands beside the one of the bank's file."""

    kind = serializers.ChoiceField(choices=Address.Kind.choices)
    province = serializers.CharField(max_length=40)
    city = serializers.CharField(max_length=60, required=False, allow_blank=True)
    line = serializers.CharField(max_length=200)
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]
    verified = serializers.BooleanField(default=False)


class FoundAddressOutput(serializers.ModelSerializer):
    """An address without its street line."""

    class Meta:
        model = Address
        fields = ["id", "kind", "province", "city", "source", "last_verified_on"]


class FindInput(Input):
    """The number of a caller."""

    number = serializers.CharField(max_length=60)


class MatchOutput(serializers.Serializer):
    """A cardholder who has the number. `role`: whose it is to him; `case_id`: his open case, else the one closed last.

    `closed_on` is the day it was closed: log the call there. Both are null when there never was a case.
    """

    customer_no = serializers.CharField(source="cardholder.customer_no")
    name = serializers.CharField(help_text="Masked, but a company's; empty after erasure.")
    contact_point_id = serializers.IntegerField(source="point.pk")
    masked = serializers.CharField(source="point.masked")
    kind = serializers.CharField(source="point.kind")
    status = serializers.CharField(source="point.status")
    role = serializers.CharField()
    related_party_id = serializers.IntegerField(source="point.related_party_id", allow_null=True)
    party_name_masked = serializers.SerializerMethodField()
    case_id = serializers.IntegerField(source="case.pk", allow_null=True, default=None)
    closed_on = serializers.DateField(source="case.closed_on", allow_null=True, default=None)

    def get_party_name_masked(self, match: Match) -> str:
        return match.party.name_masked if match.party else ""


class Numbers(Endpoint):
    """The numbers of a case, each with whether it may be contacted now; POST adds one that was found."""

    needs = {"GET": "cases.view", "POST": "contacts.log"}
    query = ReachInput

    @extend_schema(
        operation_id="case_numbers", tags=["contacts"], parameters=[ReachInput], responses=ReachOutput(many=True)
    )
    def get(self, request: Request, case_id: int) -> Response:
        points = reached(actor_of(request), case_id, **self.asked)
        return Response(ReachOutput(points, many=True).data)

    @extend_schema(
        operation_id="case_number_add", tags=["contacts"], request=NumberInput, responses={201: NumberOutput}
    )
    def post(self, request: Request, case_id: int) -> Response:
        point = add_number(actor=actor_of(request), case_id=case_id, at=clock.now(), **_given(NumberInput, request))
        return Response(NumberOutput(point).data, status=status.HTTP_201_CREATED)


class NumberStatus(APIView):
    """Retire, verify or restore a number."""

    needs = "contacts.log"

    @extend_schema(operation_id="case_number_status", tags=["contacts"], request=StatusInput, responses=NumberOutput)
    def post(self, request: Request, case_id: int, pk: int) -> Response:
        given = _given(StatusInput, request)
        point = mark_number(actor=actor_of(request), case_id=case_id, contact_point_id=pk, at=clock.now(), **given)
        return Response(NumberOutput(point).data)


class People(APIView):
    """Add a person that was found."""

    needs = "contacts.log"

    @extend_schema(
        operation_id="case_person_add", tags=["contacts"], request=PersonInput, responses={201: RelatedPartyOutput}
    )
    def post(self, request: Request, case_id: int) -> Response:
        party = add_person(actor=actor_of(request), case_id=case_id, at=clock.now(), **_given(PersonInput, request))
        return Response(RelatedPartyOutput(party).data, status=status.HTTP_201_CREATED)


class PersonStatus(APIView):
    """Say whether somebody knows the cardholder; who does not is not called."""

    needs = "contacts.log"

    @extend_schema(
        operation_id="case_person_status",
        tags=["contacts"],
        request=PersonStatusInput,
        responses=RelatedPartyOutput,
        examples=[OpenApiExample("Does not know the customer", value={"status": "WRONG"}, request_only=True)],
    )
    def post(self, request: Request, case_id: int, pk: int) -> Response:
        given = _given(PersonStatusInput, request)
        party = mark_person(actor=actor_of(request), case_id=case_id, related_party_id=pk, at=clock.now(), **given)
        return Response(RelatedPartyOutput(party).data)


class Addresses(APIView):
    """Add an address that was found."""

    needs = "contacts.log"

    @extend_schema(
        operation_id="case_address_add", tags=["contacts"], request=AddressInput, responses={201: FoundAddressOutput}
    )
    def post(self, request: Request, case_id: int) -> Response:
        given = _given(AddressInput, request)
        address = add_address(actor=actor_of(request), case_id=case_id, at=clock.now(), **given)
        return Response(FoundAddressOutput(address).data, status=status.HTTP_201_CREATED)


class FindByNumber(Endpoint):
    """Who has this number: for an incoming call. A shared number lists everybody who has it.

    POST where the number must stand in no address, which proxies and logs keep.
    """

    needs = "contacts.log"
    answers_anew = True
    query = FindInput

    @extend_schema(
        operation_id="find_by_number",
        tags=["contacts"],
        parameters=[OpenApiParameter("number", OpenApiTypes.STR, required=True)],
        responses=MatchOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self._found(request, self.asked["number"])

    @extend_schema(
        operation_id="find_by_number_posted", tags=["contacts"], request=FindInput, responses=MatchOutput(many=True)
    )
    def post(self, request: Request) -> Response:
        return self._found(request, _given(FindInput, request)["number"])

    def _found(self, request: Request, number: str) -> Response:
        return Response(MatchOutput(find_by_number(actor_of(request), number), many=True).data)


def _given(kind: type[Input], request: Request) -> dict[str, Any]:
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return given.validated_data
