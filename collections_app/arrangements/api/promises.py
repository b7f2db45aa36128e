"""Promises over REST: list them, read one, cancel one. Taking one: `casefile.api`, where its contact is known."""

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.filters import NamedFilters
from accounts.models import CardAccount, PartyRole
from collections_app.arrangements import actions
from collections_app.arrangements.entry import PromiseEntry
from collections_app.arrangements.models import PromiseInstalment, PromiseToPay
from collections_app.arrangements.queries import visible_promises
from collections_app.cases.models import Case
from collections_app.compliance.models import Channel
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input

from .filters import PromiseFilters

AMOUNT: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}
UNKNOWN_ACCOUNT = 0
"""The number of no account: the action says that it does not belong to the case."""


class InstalmentOutput(serializers.ModelSerializer):
    """One part of a promise. `settled_on` is the night that settled it, null while it is open."""

    class Meta:
        model = PromiseInstalment
        fields = ["seq", "due_on", "amount", "credited", "status", "settled_on"]


class PromiseOutput(serializers.ModelSerializer):
    """A promise to pay. `credited` is what was paid in time of its settled instalments.

    `account_nos` are the accounts whose payments count; `bucket` the case's when it was made; `next_due_on` the due
    day of the first open instalment, of the last one when none is open. `contact` is the contact it was made in, as far
    as one was named.
    """

    case = serializers.IntegerField(source="case_id")
    customer_no = serializers.CharField(source="cardholder.customer_no")
    account_nos = serializers.SerializerMethodField()
    contact = serializers.IntegerField(source="contact_id", allow_null=True)
    taken_by = serializers.CharField(source="user.username", default="")
    superseded_by = serializers.IntegerField(source="superseded_by_id", allow_null=True)
    instalments = InstalmentOutput(many=True)

    class Meta:
        model = PromiseToPay
        fields = [
            "id",
            "submission",
            "case",
            "customer_no",
            "account_nos",
            "currency",
            "amount",
            "credited",
            "status",
            "made_on",
            "made_at",
            "next_due_on",
            "last_due_on",
            "speaker",
            "channel",
            "reason",
            "contact",
            "taken_by",
            "bucket",
            "grace_days",
            "threshold",
            "follow_up_on",
            "settled_on",
            "ended_reason",
            "superseded_by",
            "instalments",
        ]

    def get_account_nos(self, promise: PromiseToPay) -> list[str]:
        names: dict[int, str] = self.context["account_nos"]
        return [names[number] for number in promise.account_ids]


class InstalmentInput(Input):
    """One part: how much, by when."""

    due_on = serializers.DateField()
    amount = serializers.DecimalField(**AMOUNT)


class PromiseInput(Input):
    """A promise: `amount` by `due_on`, or in `instalments` that add up to it.

    `submission` names this promise once: sent again, it changes nothing.
    """

    submission = serializers.UUIDField(required=False)
    amount = serializers.DecimalField(**AMOUNT)
    due_on = serializers.DateField(required=False)
    instalments = InstalmentInput(many=True, required=False)
    account_nos = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        help_text="Default: every delinquent account of the case in its currency.",
    )
    speaker = serializers.ChoiceField(choices=PartyRole.choices)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    reason = serializers.CharField(max_length=30, required=False, allow_blank=True, help_text="Code of the reason.")
    follow_up_on = serializers.DateField(required=False, help_text="Default: as many days on as the policy says.")


class CancelInput(Input):
    """Why a promise is given up."""

    reason = serializers.CharField(max_length=200)


def shown(promises: list[PromiseToPay], *, many: bool) -> Any:
    """The body of one promise or of many; two queries for their account numbers whatever the count."""
    numbers = {number for promise in promises for number in promise.account_ids}
    names = dict(CardAccount.objects.filter(pk__in=numbers).values_list("pk", "account_no"))
    return PromiseOutput(promises if many else promises[0], many=many, context={"account_nos": names}).data


class Promises(ListAPIView):
    """Promises you may see, newest first."""

    needs = "cases.view"
    serializer_class = PromiseOutput
    queryset = PromiseToPay.objects.none()
    filter_backends = [NamedFilters]
    filterset_class = PromiseFilters
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[PromiseToPay]:
        return visible_promises(actor_of(self.request))

    @extend_schema(operation_id="promises_list", tags=["promises"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(shown(list(page or ()), many=True))


class PromiseDetail(Tagged):
    """One promise with its instalments."""

    needs = "cases.view"

    @extend_schema(operation_id="promise_read", tags=["promises"], responses=PromiseOutput)
    def get(self, request: Request, pk: int) -> Response:
        promise = visible_promises(actor_of(request)).filter(pk=pk).first()
        if promise is None:
            raise Http404
        return Response(shown([promise], many=False))


class Cancel(Guarded):
    """Give up an open promise: it counts as neither kept nor broken."""

    needs = "promises.cancel"
    reads, reads_by = "api-promise", ("pk",)

    def held_still(self, **named: Any) -> QuerySet[Case]:
        return Case.objects.filter(promises=named["pk"])  # as every action does: the case before its promises

    @extend_schema(
        operation_id="promise_cancel",
        tags=["promises"],
        request=CancelInput,
        responses=PromiseOutput,
        examples=[OpenApiExample("Mistaken", value={"reason": "taken on the wrong case"}, request_only=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        given = CancelInput(data=request.data)
        given.is_valid(raise_exception=True)
        actor = actor_of(request)
        actions.cancel(actor=actor, promise_id=pk, at=clock.now(), **given.validated_data)
        return Response(shown([visible_promises(actor).get(pk=pk)], many=False))


def entry_of(given: dict[str, Any]) -> PromiseEntry:
    """The promise behind a checked body."""
    numbers = given.pop("account_nos", [])
    parts = given.pop("instalments", [])
    known = dict(CardAccount.objects.filter(account_no__in=numbers).values_list("account_no", "pk"))
    return PromiseEntry(
        submission=given.pop("submission", None) or uuid4(),
        account_ids=tuple(known.get(number, UNKNOWN_ACCOUNT) for number in numbers),
        instalments=tuple((part["due_on"], part["amount"]) for part in parts),
        **given,
    )
