"""What a debtor said about being contacted: stop signals and consents."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filters import NamedFilters
from collections_app.compliance import listing
from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.actions.consents import give_consent, withdraw_consent
from collections_app.compliance.actions.stops import lift_stop, signal_stop
from collections_app.compliance.models import Channel, Consent, StopSignal
from collections_app.compliance.people import number_hash_of
from collections_app.shared import clock
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.inputs import Input, given

from .filters import ConsentFilters, SignalFilters
from .persons import PersonOutput, cardholder_named


class SignalOutput(PersonOutput, serializers.ModelSerializer):
    """A stop signal, in force from `effective_at` until `lifted_at`; `of_one_number`: of one number only."""

    of_one_number = serializers.SerializerMethodField()

    class Meta:
        model = StopSignal
        fields = [
            "id",
            "customer_no",
            "is_demo",
            "kind",
            "channel",
            "of_one_number",
            "effective_at",
            "note",
            "recorded_at",
            "recorded_by",
            "lifted_at",
            "lifted_by",
            "lift_reason",
        ]

    def get_of_one_number(self, signal: StopSignal) -> bool:
        return bool(signal.number_hash)


class SignalInput(Input):
    """A stop signal that was received. OPT_OUT names a channel, OBJECTION the number of the third party."""

    customer_no = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=StopSignal.Kind.choices)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    contact_point = serializers.IntegerField(required=False, help_text="Only this number; default: all of them.")
    effective_at = serializers.DateTimeField(required=False, help_text="When it was received; default: now.")
    note = serializers.CharField(max_length=300, required=False)


class LiftInput(Input):
    """Why a stop signal ends."""

    reason = serializers.CharField(max_length=300)


class ConsentOutput(PersonOutput, serializers.ModelSerializer):
    """A consent: CALL, to be called; HOURS, to be contacted from `hours_from` to before `hours_to` of his day."""

    of_one_number = serializers.SerializerMethodField()

    class Meta:
        model = Consent
        fields = [
            "id",
            "customer_no",
            "is_demo",
            "kind",
            "channel",
            "of_one_number",
            "valid_from",
            "valid_until",
            "hours_from",
            "hours_to",
            "given_at",
            "note",
            "recorded_by",
            "spent_at",
            "withdrawn_at",
        ]

    def get_of_one_number(self, consent: Consent) -> bool:
        return bool(consent.number_hash)


class ConsentInput(Input):
    """What the debtor agreed to, from a day to a day, both included. HOURS names the hours."""

    customer_no = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=Consent.Kind.choices)
    valid_from = serializers.DateField(required=False, help_text="Default: today.")
    valid_until = serializers.DateField(required=False, help_text="Default: as long as the policy lets it last.")
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    contact_point = serializers.IntegerField(required=False, help_text="Only this number; default: all of them.")
    hours_from = serializers.TimeField(required=False)
    hours_to = serializers.TimeField(required=False)
    note = serializers.CharField(max_length=300, required=False)


def _of_whom(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """A body as the actions take it: the person for his customer number, the hash for the number it names."""
    cardholder = cardholder_named(actor, body.pop("customer_no"))
    number_hash = number_hash_of(cardholder.pk, body.pop("contact_point", None))
    return {"cardholder_id": cardholder.pk, "number_hash": number_hash, **body}


class Signals(ListAPIView):
    """Stop signals, newest first; POST records one."""

    needs = {"GET": "cases.view", "POST": WHO_RECORDS}
    serializer_class = SignalOutput
    queryset = StopSignal.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = SignalFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[StopSignal]:
        return listing.signals(actor_of(self.request))

    @extend_schema(operation_id="stop_signals_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="stop_signal_record",
        tags=["compliance"],
        request=SignalInput,
        responses={201: SignalOutput},
        examples=[
            OpenApiExample(
                "No more calls",
                value={"customer_no": "C000017", "kind": "OPT_OUT", "channel": "PHONE", "note": "said so on the phone"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        signal = signal_stop(actor=actor, at=clock.now(), **_of_whom(actor, given(SignalInput, request)))
        return Response(SignalOutput(signal).data, status=status.HTTP_201_CREATED)


class Lift(APIView):
    """Lift a stop signal."""

    needs = "compliance.edit"

    @extend_schema(
        operation_id="stop_signal_lift",
        tags=["compliance"],
        request=LiftInput,
        responses=SignalOutput,
        examples=[OpenApiExample("Taken back", value={"reason": "took it back in writing"}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        signal = lift_stop(actor=actor_of(request), signal_id=pk, at=clock.now(), **given(LiftInput, request))
        return Response(SignalOutput(signal).data)


class Consents(ListAPIView):
    """Consents, newest first; POST records one."""

    needs = {"GET": "cases.view", "POST": WHO_RECORDS}
    serializer_class = ConsentOutput
    queryset = Consent.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = ConsentFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Consent]:
        return listing.consents(actor_of(self.request))

    @extend_schema(operation_id="consents_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="consent_record",
        tags=["compliance"],
        request=ConsentInput,
        responses={201: ConsentOutput},
        examples=[
            OpenApiExample(
                "Call late",
                value={"customer_no": "C000017", "kind": "HOURS", "hours_from": "22:00", "hours_to": "23:00"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        consent = give_consent(actor=actor, at=clock.now(), **_of_whom(actor, given(ConsentInput, request)))
        return Response(ConsentOutput(consent).data, status=status.HTTP_201_CREATED)


class Withdrawal(APIView):
    """The debtor takes a consent back."""

    needs = WHO_RECORDS

    @extend_schema(operation_id="consent_withdraw", tags=["compliance"], request=Input, responses=ConsentOutput)
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        consent = withdraw_consent(actor=actor_of(request), consent_id=pk, at=clock.now())
        return Response(ConsentOutput(consent).data)
