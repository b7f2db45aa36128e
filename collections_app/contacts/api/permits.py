"""Asking for leave to make a contact: 201 with the permit, or 409 that says which rule, why, and from when.

A refusal is no 200 with a flag: who reads the status alone must never take it for leave. It is on record all the same,
and the same `Idempotency-Key` asks anew later, because only permits are kept for it.
"""

import math

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.cases.queries import visible_cases
from collections_app.compliance.api.permits import PermitAnswerOutput, PermitOutput, RefusalOutput
from collections_app.compliance.listing import to_report
from collections_app.compliance.models import Channel, ContactRefusal, Purpose
from collections_app.compliance.queries import explain
from collections_app.contacts.actions import start_contact
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import PROBLEM_TYPE, problem
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input


class PermitInput(Input):
    """Which number, how and what for. `claim_token` proves that the case is yours."""

    contact_point_id = serializers.IntegerField(min_value=1)
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.PHONE)
    purpose = serializers.ChoiceField(choices=Purpose.choices, default=Purpose.COLLECT)
    claim_token = serializers.UUIDField(required=False, allow_null=True, default=None)


class ContactRefusedOutput(serializers.Serializer):
    """The problem JSON of a refused contact. `next_allowed_at` is null when no date is known."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="contact_refused")
    detail = serializers.CharField(help_text="The rule in plain words, in the caller's language.")
    rule = serializers.CharField()
    next_allowed_at = serializers.DateTimeField(allow_null=True)
    refusal = RefusalOutput()


class CasePermits(Endpoint):
    """Ask for leave to make one contact now. It counts against every cap until it is reported or handed back.

    GET: those of which nobody said what came of them, and the caller may: his own, and once they are over also those
    of others for who may take cases over. Log the contact with the `token`, or hand the permit back.
    """

    needs = "cases.work"

    @extend_schema(operation_id="case_permits_open", tags=["contacts"], responses=PermitOutput(many=True))
    def get(self, request: Request, case_id: int) -> Response:
        actor = actor_of(request)
        case = visible_cases(actor).filter(pk=case_id).first()
        if case is None:
            raise Http404
        permits = to_report(actor, at=clock.now()).filter(cardholder=case.cardholder_id, case_id=case.pk)
        return Response(PermitOutput(permits.order_by("-id"), many=True).data)

    @extend_schema(
        operation_id="case_permit_ask",
        tags=["contacts"],
        request=PermitInput,
        responses={
            201: PermitAnswerOutput,
            (409, PROBLEM_TYPE): OpenApiResponse(ContactRefusedOutput, "Not now, or not at all."),
        },
        examples=[OpenApiExample("Call", value={"contact_point_id": 71}, request_only=True)],
    )
    def post(self, request: Request, case_id: int) -> Response:
        given, actor, at = PermitInput(data=request.data), actor_of(request), clock.now()
        given.is_valid(raise_exception=True)
        answer = start_contact(actor=actor, case_id=case_id, at=at, **given.validated_data)
        if isinstance(answer, ContactRefusal):
            return _refused(request, answer)
        return Response(PermitAnswerOutput(answer, context={"actor": actor}).data, status=status.HTTP_201_CREATED)


def _refused(request: Request, refusal: ContactRefusal) -> Response:
    body = problem(
        status=status.HTTP_409_CONFLICT,
        code="contact_refused",
        detail=str(explain(refusal)),
        instance=request.path,
    )
    body |= {
        "rule": refusal.rule,
        "next_allowed_at": refusal.next_allowed_at,
        "refusal": RefusalOutput(refusal).data,
    }
    headers = {}
    if refusal.next_allowed_at is not None:
        headers["Retry-After"] = str(math.ceil((refusal.next_allowed_at - refusal.asked_at).total_seconds()))
    return Response(body, status=status.HTTP_409_CONFLICT, headers=headers, content_type=PROBLEM_TYPE)
