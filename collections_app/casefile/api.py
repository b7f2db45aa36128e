"""The case file over REST: its timeline, a contact with its promise and hold, and a promise by itself."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.arrangements.api.promises import PromiseInput, PromiseOutput
from collections_app.arrangements.api.promises import entry_of as promise_of
from collections_app.arrangements.api.promises import shown as promise_shown
from collections_app.arrangements.queries import visible_promises
from collections_app.casefile.actions import log, take_promise
from collections_app.casefile.entry import HoldEntry
from collections_app.casefile.notes import LONGEST_NOTE, write_note
from collections_app.casefile.queries import KINDS, Entry, timeline
from collections_app.casefile.words import told, who_told
from collections_app.cases.api.holds import CaseHoldInput, CaseHoldOutput, OfCase
from collections_app.cases.queries import visible_cases
from collections_app.contacts.api.contacts import ContactInput, ContactOutput
from collections_app.contacts.api.contacts import entry_of as contact_of
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input, given, number
from collections_app.shared.routes import route


class EntryOutput(serializers.Serializer):
    """One line of the timeline. `at` is null for what the night wrote; `contact` is the number of a contact."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    group = serializers.ChoiceField(choices=KINDS[1:])
    day = serializers.DateField()
    at = serializers.DateTimeField(allow_null=True)
    who = serializers.SerializerMethodField()
    user_id = serializers.IntegerField(allow_null=True)
    account_no = serializers.CharField()
    contact = serializers.IntegerField(source="contact_id", allow_null=True)
    text = serializers.SerializerMethodField(help_text="The line in the caller's language.")
    note = serializers.CharField()
    breach = serializers.BooleanField()
    corrected = serializers.BooleanField()
    details = serializers.DictField(source="data")

    def get_who(self, entry: Entry) -> str:
        return who_told(entry)

    def get_text(self, entry: Entry) -> str:
        return told(entry)


class TimelineOutput(serializers.Serializer):
    """A page of the timeline, newest first; `next` is the cursor of the page before it in time, "" on the last."""

    next = serializers.CharField()
    results = EntryOutput(many=True)


class TimelineQuery(Input):
    """Which part of a case's timeline."""

    kind = serializers.CharField(default="all", allow_blank=True)
    cursor = serializers.CharField(default="", allow_blank=True)


class Timeline(Endpoint):
    """Contacts and everything else that happened to a case's cardholder, in one list."""

    needs = "cases.view"
    query = TimelineQuery

    @extend_schema(
        operation_id="case_timeline",
        tags=["case file"],
        parameters=[
            OpenApiParameter("kind", OpenApiTypes.STR, enum=list(KINDS), description="Default: all."),
            OpenApiParameter("cursor", OpenApiTypes.STR, description="`next` of the page before."),
        ],
        responses=TimelineOutput,
    )
    def get(self, request: Request, case_id: int) -> Response:
        case = visible_cases(actor_of(request)).filter(pk=case_id).first()
        if case is None:
            raise Http404
        page = timeline(case, **self.asked)
        return Response(TimelineOutput({"next": page.next, "results": page.rows}).data)


class LogInput(Input):
    """A contact, and what came of it. With `claim_token` the claim is done afterwards, if it is still yours.

    All is stored or nothing. What is refused of contact, promise and hold is named at once, each by its field, such as
    `contact.role` and `promise.due_on`. The promise goes by the submission of the contact.
    """

    contact = ContactInput()
    promise = PromiseInput(required=False, allow_null=True)
    hold = CaseHoldInput(required=False, allow_null=True)
    claim_token = serializers.UUIDField(required=False, allow_null=True)


class LoggedOutput(serializers.Serializer):
    """What was stored. `claim_lost`: the claim named was not yours any more; the contact is stored all the same."""

    contact = ContactOutput()
    promise = serializers.DictField(allow_null=True)
    hold = CaseHoldOutput(allow_null=True)
    claim_lost = serializers.BooleanField()


class Log(APIView):
    """Log a contact with its promise and its hold in one transaction."""

    needs = "contacts.log"

    @extend_schema(
        operation_id="case_log",
        tags=["case file"],
        request=LogInput,
        responses={201: LoggedOutput},
        examples=[
            OpenApiExample(
                "Call with a promise",
                value={
                    "contact": {
                        "submission": "0d9a7b1e-7f57-4d0e-9f0c-3d6f6c8c2a11",
                        "outcome": "RPC_PTP",
                        "role": "CARDHOLDER",
                        "verified_by": "ID_DIGITS",
                        "permit_token": "5f0f2f44-7b8a-4f0f-9a53-0b8d6b1a7c52",
                    },
                    "promise": {"amount": "1000.00", "due_on": "2026-03-12", "speaker": "CARDHOLDER"},
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, case_id: int) -> Response:
        said, actor = given(LogInput, request), actor_of(request)
        entry, promise, hold = contact_of(said["contact"]), said.get("promise"), said.get("hold")
        logged = log(
            actor=actor,
            case_id=case_id,
            entry=entry,
            promise=promise_of({**promise, "submission": entry.submission}) if promise else None,
            hold=HoldEntry(**hold) if hold else None,
            claim_token=said.get("claim_token"),
            at=clock.now(),
        )
        answer = {"contact": logged.contact, "promise": None, "hold": logged.hold, "claim_lost": logged.claim_lost}
        body = LoggedOutput(answer).data
        if logged.promise is not None:
            body["promise"] = promise_shown([visible_promises(actor).get(pk=logged.promise.pk)], many=False)
        return Response(body, status=status.HTTP_201_CREATED)


class NoteInput(Input):
    """A note on the case. `submission` names it once: sent again, it changes nothing."""

    submission = serializers.UUIDField()
    text = serializers.CharField(max_length=LONGEST_NOTE)


class NoteOutput(serializers.Serializer):
    """A note as it is kept."""

    id = serializers.IntegerField()
    case = serializers.IntegerField(source="case_id")
    text = serializers.CharField()
    at = serializers.DateTimeField()
    written_by = serializers.CharField()


class CaseNotes(APIView):
    """Write a note on a case without a contact; the timeline shows it (`kind=notes`)."""

    needs = "contacts.log"

    @extend_schema(
        operation_id="case_note",
        tags=["case file"],
        request=NoteInput,
        responses={201: NoteOutput},
        examples=[
            OpenApiExample(
                "Note",
                value={"submission": "7c1e6f0a-52c4-4c52-9e0b-3b5f4c1f9d77", "text": "Moves to Ningbo in May."},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, case_id: int) -> Response:
        said = given(NoteInput, request)
        note = write_note(actor=actor_of(request), case_id=case_id, at=clock.now(), **said)
        return Response(NoteOutput(note).data, status=status.HTTP_201_CREATED)


class CasePromiseInput(PromiseInput):
    """A promise: `amount` by `due_on`, or in `instalments` that add up to it.

    `submission` names this promise once: sent again, it changes nothing. With `contact_id`, channel and reason are
    those of the contact.
    """

    contact_id = number(
        required=False,
        help_text="The contact of this case in which `speaker`, verified as the right party, made the promise.",
    )


class CasePromises(OfCase):
    """Take a promise on a case; it replaces the one that runs in its currency."""

    needs = "promises.take"

    @extend_schema(
        operation_id="promise_take",
        tags=["promises"],
        request=CasePromiseInput,
        responses={201: PromiseOutput, 200: OpenApiResponse(PromiseOutput, description="It stands already.")},
        examples=[
            OpenApiExample(
                "Two instalments, agreed in a call",
                value={
                    "submission": "5b0a2c1e-4a53-4f0b-9a0e-2a4f6a8f9d11",
                    "amount": "1000.00",
                    "instalments": [
                        {"due_on": "2026-03-12", "amount": "600.00"},
                        {"due_on": "2026-04-12", "amount": "400.00"},
                    ],
                    "speaker": "CARDHOLDER",
                    "contact_id": 41872,
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, case_id: int) -> Response:
        at, actor = clock.now(), actor_of(request)
        entry = promise_of(given(CasePromiseInput, request))
        made = take_promise(actor=actor, case_id=case_id, entry=entry, at=at)
        code = status.HTTP_201_CREATED if made.made_at == at else status.HTTP_200_OK
        return Response(promise_shown([visible_promises(actor).get(pk=made.pk)], many=False), status=code)


urlpatterns = [
    route("cases/<int:case_id>/log", Log.as_view(), name="api-case-log"),
    route("cases/<int:case_id>/notes", CaseNotes.as_view(), name="api-case-notes"),
    route("cases/<int:case_id>/promises", CasePromises.as_view(), name="api-case-promises"),
    route("cases/<int:case_id>/timeline", Timeline.as_view(), name="api-case-timeline"),
]
