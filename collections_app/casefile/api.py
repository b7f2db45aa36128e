"""The case file over REST: its timeline, and a contact with its promise and hold."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.casefile.queries import KINDS, Entry, timeline
from collections_app.casefile.words import told, who_told
from collections_app.cases.queries import visible_cases
from collections_app.shared.actor import actor_of
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


class Timeline(APIView):
    """Contacts and everything else that happened to a case's cardholder, in one list."""

    needs = "cases.view"

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
        query = request.query_params
        page = timeline(case, kind=query.get("kind", "all"), cursor=query.get("cursor", ""))
        return Response(TimelineOutput({"next": page.next, "results": page.rows}).data)


urlpatterns = [
    route("cases/<int:case_id>/timeline", Timeline.as_view(), name="api-case-timeline"),
]
