"""What a dialler did in the last minutes, in one request: each contact is logged, or refused, for itself."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.contacts.actions import log_contact
from collections_app.contacts.models import Contact
from collections_app.shared import clock
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.bulk import CREATED, SAME, RowOutput, all_checked, answered, refused_row
from collections_app.shared.errors import Refused
from collections_app.shared.inputs import Input, Rows, given

from .contacts import ContactInput, entry_of

MOST_ROWS = 500
_NOTHING: dict[str, Any] = {"contact": None, "breach": False}


class CaseContactInput(ContactInput):
    """A contact and whose case it belongs to; its `submission` is needed, so that sent again it is stored once."""

    case = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    submission = serializers.UUIDField()


@extend_schema_field(CaseContactInput(many=True))
class ContactRows(Rows):
    """Contacts of the request."""


class BulkContactsInput(Input):
    """Contacts, each as `POST cases/<case>/contacts` takes one."""

    contacts = ContactRows(allow_empty=False, max_length=MOST_ROWS)


class ContactRowOutput(RowOutput):
    """What became of one row. `contact` is its number, null when it was refused; `breach`: made without valid leave."""

    contact = serializers.IntegerField(allow_null=True)
    breach = serializers.BooleanField()


class BulkContactsOutput(serializers.Serializer):
    """How many rows came to what, and every row in the order of the request."""

    created = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = ContactRowOutput(many=True)


class BulkContacts(APIView):
    """Log up to 500 contacts; each is a transaction of its own, so a refused row takes nothing from the others.

    Contacts of one case are logged in the order of the request. The answer is 200 when the request as a whole could be
    read; look at `refused`. Sent again, nothing is logged twice.
    """

    needs = "contacts.log"

    @extend_schema(
        operation_id="contacts_log_bulk",
        tags=["contacts"],
        request=BulkContactsInput,
        responses=BulkContactsOutput,
        examples=[
            OpenApiExample(
                "No answer",
                value={
                    "contacts": [
                        {
                            "case": 5,
                            "submission": "0d9a7b1e-7f57-4d0e-9f0c-3d6f6c8c2a11",
                            "outcome": "NO_ANSWER",
                            "permit_token": "5f0f2f44-7b8a-4f0f-9a53-0b8d6b1a7c52",
                            "happened_at": "2026-03-10T10:04:00+08:00",
                            "call_id": "PBX-20260310-17",
                        }
                    ]
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        checked, refused = all_checked(CaseContactInput, given(BulkContactsInput, request)["contacts"])
        rows = {index: {**_NOTHING, **row} for index, row in refused.items()}
        actor, known = actor_of(request), _known(checked.values())
        # Case by case, so that a transaction around all of them (an idempotency key) locks cases in one order.
        for index, row in sorted(checked.items(), key=lambda pair: pair[1]["case"]):
            rows[index] = {**_NOTHING, **_logged(index, row, actor=actor, known=known)}
        return Response(answered(rows))


def _known(rows: Any) -> set[Any]:
    """The submissions that are stored already."""
    asked = [row["submission"] for row in rows]
    return set(Contact.objects.filter(submission__in=asked).values_list("submission", flat=True))


def _logged(index: int, row: dict[str, Any], *, actor: Actor, known: set[Any]) -> dict[str, Any]:
    said = {name: value for name, value in row.items() if name != "case"}
    try:
        with transaction.atomic():
            contact = log_contact(actor=actor, case_id=row["case"], entry=entry_of(said), at=clock.now())
    except Refused as refused:
        return refused_row(index, refused)
    status = SAME if contact.submission in known else CREATED
    known.add(contact.submission)
    return {
        "index": index,
        "status": status,
        "contact": contact.pk,
        "breach": contact.breach,
        "code": "",
        "message": "",
        "field": "",
    }
