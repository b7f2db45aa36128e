"""Changes of statement day and due rule."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.calendars import change_calendar
from accounts.models import CalendarChange, CardAccount
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.etag import Guarded
from collections_app.shared.inputs import Input, given


class CalendarChangeInput(Input):
    """The new days. Exactly one of `due_day` (of the month) and `due_offset_days` (after the statement)."""

    statement_day = serializers.IntegerField(min_value=1, max_value=31)
    due_day = serializers.IntegerField(min_value=1, max_value=31, required=False)
    due_offset_days = serializers.IntegerField(min_value=0, max_value=27, required=False)
    reason = serializers.CharField(max_length=300)


class CalendarChangeOutput(serializers.ModelSerializer):
    """From statement `from_seq` on (1 is the account's first) the account has these days."""

    class Meta:
        model = CalendarChange
        fields = [
            "from_seq",
            "statement_day",
            "due_rule",
            "due_day",
            "due_offset_days",
            "reason",
            "recorded_on",
            "recorded_by",
        ]


class CalendarChanges(Guarded):
    """POST gives an account another statement day and due rule: the running cycle ends as it began."""

    needs = {"POST": "accounts.change_terms"}
    reads, reads_by = "api-account", ("account_no",)

    def held_still(self, **named: Any) -> QuerySet[CardAccount]:
        return CardAccount.objects.filter(account_no=named["account_no"])

    @extend_schema(
        operation_id="calendar_change",
        tags=["accounts"],
        request=CalendarChangeInput,
        responses={201: CalendarChangeOutput},
        examples=[
            OpenApiExample(
                "From the 5th to the 20th",
                value={"statement_day": 20, "due_offset_days": 25, "reason": "asked by the customer"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, account_no: str) -> Response:
        body = given(CalendarChangeInput, request)
        change = change_calendar(actor=actor_of(request), account_no=account_no, at=clock.now(), **body)
        return Response(CalendarChangeOutput(change).data, status=status.HTTP_201_CREATED)
