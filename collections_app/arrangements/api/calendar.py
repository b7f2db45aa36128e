"""The promise calendar over REST: a month of due days."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import working_day
from collections_app.arrangements.queries.month import in_all, month_of
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, Month, asked


class CalendarInput(Input):
    """Which month."""

    month = Month(required=False, help_text="Left out: today's.")


class DueOutput(serializers.Serializer):
    """Instalments due in one currency; `kept_share` = kept / settled, null before any is settled."""

    currency = serializers.CharField()
    instalments = serializers.IntegerField(source="count")
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    settled = serializers.IntegerField()
    kept = serializers.IntegerField()
    kept_share = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)


class DueDayOutput(serializers.Serializer):
    """A day of the month; `working`: whether it is a working day."""

    day = serializers.DateField()
    working = serializers.BooleanField()
    due = DueOutput(many=True)


class CalendarOutput(serializers.Serializer):
    """Every day of the month, and the month in all. Instalments of promises given up or replaced are not due."""

    month = serializers.CharField()
    days = DueDayOutput(many=True)
    totals = DueOutput(many=True)


class PromiseCalendar(APIView):
    """What falls due on each day of a month, and what was kept of it, of cases the caller may see."""

    needs = "cases.view"

    @extend_schema(
        operation_id="promise_calendar", tags=["promises"], parameters=[CalendarInput], responses=CalendarOutput
    )
    def get(self, request: Request) -> Response:
        first: date = asked(CalendarInput, request).get("month") or working_day(clock.now()).replace(day=1)
        weeks = month_of(actor_of(request), first)
        shown: dict[str, Any] = {
            "month": f"{first:%Y-%m}",
            "days": [one for week in weeks for one in week if one.inside],
            "totals": in_all(weeks),
        }
        return Response(CalendarOutput(shown).data)
