"""Contacts: the list, one of them, logging one, correcting one."""

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.filters import NamedFilters
from accounts.models import PartyRole
from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.compliance.models import Channel, Purpose
from collections_app.contacts.actions import correct_contact, log_contact
from collections_app.contacts.entry import ContactEntry
from collections_app.contacts.labels import name_of
from collections_app.contacts.models import Ability, Contact, DebtorFact, Finding, Observed
from collections_app.contacts.queries import visible_contacts
from collections_app.contacts.rules.checks import LONGEST, LONGEST_FINDING
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input

from .filters import CaseContactFilters, ContactFilters

WILLINGNESS = [choice for choice in Case.Willingness.choices if choice[0]]
VERIFIED = [choice for choice in Contact.Verified.choices if choice[0]]


class FactOutput(serializers.ModelSerializer):
    """Willingness, ability or conduct, as this contact showed it on a day."""

    class Meta:
        model = DebtorFact
        fields = ["kind", "value", "on"]


class FindingOutput(serializers.ModelSerializer):
    """One answer of the fact-finding list for companies."""

    class Meta:
        model = Finding
        fields = ["question", "answer"]


class ContactOutput(serializers.ModelSerializer):
    """A contact as it was written down. `corrects`: the entry it corrects; `corrected_by`: the entry that corrects it.

    `number` is masked. `note` is "" also once it was erased. `breach`: outbound without a valid permit.
    """

    customer_no = serializers.CharField(source="cardholder.customer_no")
    number = serializers.CharField(source="masked")
    outcome = serializers.CharField(source="outcome_id")
    outcome_name = serializers.SerializerMethodField()
    reason = serializers.CharField(source="reason_id", allow_null=True)
    objects = serializers.BooleanField(source="objects_to_contact")
    permit = serializers.IntegerField(source="permit_id", allow_null=True)
    note = serializers.SerializerMethodField()
    facts = FactOutput(many=True)
    findings = FindingOutput(many=True)
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True)
    corrected_by = serializers.SerializerMethodField()
    why_corrected = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields = [
            "id",
            "submission",
            "case_id",
            "customer_no",
            "channel",
            "inbound",
            "purpose",
            "contact_point_id",
            "number",
            "role",
            "related_party_id",
            "outcome",
            "outcome_name",
            "reason",
            "right_party",
            "verified_by",
            "message_left",
            "objects",
            "follow_up_at",
            "permit",
            "breach",
            "call_id",
            "recording",
            "note",
            "facts",
            "findings",
            "at",
            "logged_at",
            "logged_by",
            "bucket",
            "corrects",
            "corrected_by",
            "why_corrected",
        ]

    def get_outcome_name(self, contact: Contact) -> str:
        return name_of(contact.outcome)

    def get_note(self, contact: Contact) -> str:
        note = getattr(contact, "note", None)
        return note.text if note else ""

    def get_why_corrected(self, contact: Contact) -> str:
        note = getattr(contact, "note", None)
        return note.correction if note else ""

    def get_corrected_by(self, contact: Contact) -> int | None:
        return next((correction.pk for correction in contact.corrections.all()), None)


class FindingsInput(serializers.DictField):
    """Answers by question, such as {"WHO_PAYS": "accounts payable"}."""

    child = serializers.CharField(max_length=LONGEST_FINDING, allow_blank=True)


class EntryInput(Input):
    """What happened. An outbound contact names its `permit_token`; without a valid one it is stored as a breach.

    `submission` is a number of your own making (a UUID): sent twice, the contact is stored once.
    """

    submission = serializers.UUIDField(required=False, help_text="Default: a new one.")
    outcome = serializers.CharField(max_length=30)
    role = serializers.ChoiceField(choices=PartyRole.choices, required=False, allow_blank=True)
    related_party_id = serializers.IntegerField(required=False, allow_null=True)
    contact_point_id = serializers.IntegerField(required=False, allow_null=True)
    number = serializers.CharField(max_length=LONGEST["number"], required=False, allow_blank=True)
    reason = serializers.CharField(max_length=30, required=False, allow_blank=True)
    verified_by = serializers.ChoiceField(choices=VERIFIED, required=False, allow_blank=True)
    message_left = serializers.BooleanField(required=False, allow_null=True)
    objects = serializers.BooleanField(required=False)
    follow_up_at = serializers.DateTimeField(required=False, allow_null=True)
    note = serializers.CharField(max_length=LONGEST["note"], required=False, allow_blank=True)
    call_id = serializers.CharField(max_length=LONGEST["call_id"], required=False, allow_blank=True)
    recording = serializers.CharField(max_length=LONGEST["recording"], required=False, allow_blank=True)
    willingness = serializers.ChoiceField(choices=WILLINGNESS, required=False, allow_blank=True)
    ability = serializers.ChoiceField(choices=Ability.choices, required=False, allow_blank=True)
    observed = serializers.ChoiceField(choices=Observed.choices, required=False, allow_blank=True)
    findings = FindingsInput(required=False)


class ContactInput(EntryInput):
    """A contact to log."""

    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.PHONE)
    inbound = serializers.BooleanField(default=False)
    purpose = serializers.ChoiceField(choices=Purpose.choices, default=Purpose.COLLECT)
    permit_token = serializers.UUIDField(required=False, allow_null=True)
    happened_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When the number was dialled or the caller rang. Default: now."
    )


class CorrectionInput(EntryInput):
    """The whole entry as it should have been, and why."""

    why_corrected = serializers.CharField(max_length=200)


class CorrectedContactOutput(serializers.Serializer):
    """The correction; what it changed by itself; what the wrong entry had changed and a person must undo."""

    contact = ContactOutput()
    done = serializers.ListField(child=serializers.CharField())
    to_undo = serializers.ListField(child=serializers.CharField())


def entry_of(given: dict[str, Any]) -> ContactEntry:
    """The entry behind a checked body."""
    said = {name: value for name, value in given.items() if name != "why_corrected"}
    return ContactEntry(**({"submission": uuid4()} | said))


class Contacts(ListAPIView):
    """Contacts of every case the caller may see, newest first."""

    needs = "cases.view"
    serializer_class = ContactOutput
    queryset = Contact.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = ContactFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Contact]:
        return visible_contacts(actor_of(self.request))

    @extend_schema(operation_id="contacts_list", tags=["contacts"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CaseContacts(ListAPIView):
    """Contacts of one case, newest first; POST logs one."""

    needs = {"GET": "cases.view", "POST": "contacts.log"}
    serializer_class = ContactOutput
    queryset = Contact.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = CaseContactFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Contact]:
        actor = actor_of(self.request)
        if not visible_cases(actor).filter(pk=self.kwargs["case_id"]).exists():
            raise Http404
        return visible_contacts(actor).filter(case=self.kwargs["case_id"])

    @extend_schema(operation_id="case_contacts_list", tags=["contacts"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="case_contact_log",
        tags=["contacts"],
        request=ContactInput,
        responses={201: ContactOutput},
        examples=[
            OpenApiExample(
                "Right party",
                value={
                    "submission": "0d9a7b1e-7f57-4d0e-9f0c-3d6f6c8c2a11",
                    "outcome": "RPC_REFUSAL",
                    "role": "CARDHOLDER",
                    "verified_by": "BIRTH_DATE",
                    "reason": "UNWILLING",
                    "permit_token": "5f0f2f44-7b8a-4f0f-9a53-0b8d6b1a7c52",
                    "happened_at": "2026-03-10T10:04:00+08:00",
                    "call_id": "PBX-20260310-17",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, case_id: int) -> Response:
        given, actor = ContactInput(data=request.data), actor_of(request)
        given.is_valid(raise_exception=True)
        contact = log_contact(actor=actor, case_id=case_id, entry=entry_of(given.validated_data), at=clock.now())
        return Response(_shown(contact), status=status.HTTP_201_CREATED)


class ContactDetail(Tagged):
    """One contact."""

    needs = "cases.view"

    @extend_schema(operation_id="contact", tags=["contacts"], responses=ContactOutput)
    def get(self, request: Request, pk: int) -> Response:
        contact = visible_contacts(actor_of(request)).filter(pk=pk).first()
        if contact is None:
            raise Http404
        return Response(ContactOutput(contact).data)


class Corrections(Guarded):
    """Correct a contact by a new entry that points back. What the wrong one changed stays, and is named."""

    needs = "contacts.log"
    reads, reads_by = "api-contact", ("pk",)

    def held_still(self, **named: Any) -> QuerySet[Case]:
        return Case.objects.filter(contacts=named["pk"])

    @extend_schema(
        operation_id="contact_correct",
        tags=["contacts"],
        request=CorrectionInput,
        responses={201: CorrectedContactOutput},
    )
    def post(self, request: Request, pk: int) -> Response:
        given = CorrectionInput(data=request.data)
        given.is_valid(raise_exception=True)
        corrected = correct_contact(
            actor=actor_of(request),
            contact_id=pk,
            entry=entry_of(given.validated_data),
            reason=given.validated_data["why_corrected"],
            at=clock.now(),
        )
        body = {
            "contact": _shown(corrected.contact),
            "done": [str(change) for change in corrected.done],
            "to_undo": [str(change) for change in corrected.to_undo],
        }
        return Response(body, status=status.HTTP_201_CREATED)


def _shown(contact: Contact) -> dict[str, Any]:
    """The contact as the list shows it, with everything that was stored beside it; its writer may see it."""
    return ContactOutput(Contact.objects.select_related("cardholder", "outcome", "note").get(pk=contact.pk)).data
