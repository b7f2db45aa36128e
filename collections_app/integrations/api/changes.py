"""`GET changes`: what happened, from a cursor on."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared.actor import actor_of
from collections_app.shared.api import Needs
from collections_app.shared.inputs import Input, asked

from ..queries.changes import LARGEST, changes_after, cursor_of, place_of
from ..rules.kinds import meant, unknown

EXAMPLE = {
    "results": [
        {
            "id": 81231,
            "kind": "payment.posted",
            "occurred_at": "2026-03-19T09:12:44.120031+08:00",
            "business_date": "2026-03-19",
            "actor": "user:12",
            "api_key": "Wq3x91bT",
            "account_no": "6200000001",
            "customer_no": "C0000001",
            "data": {"entry": 991, "amount": "1000.00", "value_date": "2026-03-19", "source_ref": "P-1"},
        }
    ],
    "cursor": "WzEwMjMzLCA4MTIzMV0",
    "more": False,
}


class MayReadChanges(Needs):
    """Who may see who did what, or may read the feed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.user and request.user.is_authenticated and actor_of(request).may("events.view"):
            return True
        return super().has_permission(request, view)


class ChangesQuery(Input):
    """Where to go on, which kinds, how many."""

    cursor = serializers.CharField(
        required=False, max_length=200, help_text="Of the call before; without it, from the very beginning."
    )
    kind = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        help_text="Such as `payment.posted`, or `case.*` for every kind of cases; may be repeated.",
    )
    limit = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST, default=500)

    def validate_kind(self, kinds: list[str]) -> list[str]:
        if wrong := unknown(kinds):
            raise serializers.ValidationError(_("There is no such kind: %(kinds)s.") % {"kinds": ", ".join(wrong)})
        return meant(kinds)


class ChangeOutput(serializers.Serializer):
    """One event. `id` names it for ever; its order in the feed is not that of `id`."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    occurred_at = serializers.DateTimeField()
    business_date = serializers.DateField(allow_null=True)
    actor = serializers.CharField()
    api_key = serializers.CharField(allow_blank=True, help_text="Beginning of the API key that was used; else empty.")
    account_no = serializers.CharField(allow_null=True)
    customer_no = serializers.CharField(allow_null=True)
    data = serializers.DictField()  # type: ignore[assignment]


class ChangesOutput(serializers.Serializer):
    """`cursor` goes on after these rows. `more`: ask again at once; false: everything settled by now has been read."""

    results = ChangeOutput(many=True)
    cursor = serializers.CharField()
    more = serializers.BooleanField()


class ChangesFeed(APIView):
    """Everything that happened, in an order that never skips a change that was committed late."""

    needs = "changes.read"
    permission_classes = [MayReadChanges]

    @extend_schema(
        operation_id="changes",
        tags=["integrations"],
        parameters=[ChangesQuery],
        responses=ChangesOutput,
        examples=[OpenApiExample("A payment", value=EXAMPLE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        query = asked(ChangesQuery, request)
        found = changes_after(
            place_of(query.get("cursor", "")),
            actor=actor_of(request),
            kinds=query.get("kind", []),
            limit=query["limit"],
        )
        body = {"results": found.rows, "cursor": cursor_of(found.place), "more": found.more}
        return Response(ChangesOutput(body).data)
