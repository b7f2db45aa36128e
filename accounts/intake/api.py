"""The REST door of bank files: deliver, follow, list what did not land; suspected duplicates."""

from functools import partial

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.intake import queries, tasks
from accounts.intake.actions import decide_duplicate, receive
from accounts.intake.faults import reason_text
from accounts.intake.layouts import LAYOUTS
from accounts.intake.refusals import wording
from accounts.models import Delivery, Reject, SuspectedDuplicate
from collections_app.idempotency.after import after_answer
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import CursorPages
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import Input, given
from collections_app.shared.routes import route


class DeliveryInput(Input):
    """A bank file as multipart form data."""

    file = serializers.FileField(allow_empty_file=True)
    layout = serializers.ChoiceField(choices=sorted(LAYOUTS), required=False, help_text="Default: from the header.")
    feed_day = serializers.DateField(required=False, help_text="The day whose payments the file brings.")


class DeliveryOutput(serializers.ModelSerializer):
    """One file: how far it is, what landed. `refusal` says why the whole file was refused."""

    refusal = serializers.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = [
            "id",
            "file_name",
            "layout",
            "encoding",
            "sha256",
            "size_bytes",
            "status",
            "refusal_code",
            "refusal",
            "feed_day",
            "recorded_on",
            "delivered_by",
            "api_key",
            "started_at",
            "finished_at",
            "bytes_read",
            "rows_read",
            "rows_new",
            "rows_changed",
            "rows_same",
            "rows_rejected",
        ]

    def get_refusal(self, delivery: Delivery) -> str:
        return wording(delivery.refusal_code, delivery.refusal_data)


class RejectOutput(serializers.ModelSerializer):
    """A row that did not land. `reason` is stable, `meaning` is in the caller's language."""

    line = serializers.IntegerField(source="line_no")
    meaning = serializers.SerializerMethodField()

    class Meta:
        model = Reject
        fields = ["line", "column", "reason", "meaning", "value"]

    def get_meaning(self, reject: Reject) -> str:
        return reason_text(reject.reason)


class DecisionInput(Input):
    """What a suspected duplicate is."""

    status = serializers.ChoiceField(choices=["ACCEPTED", "REVERSAL_ASKED"])
    reason = serializers.CharField(max_length=300)


class SuspectedDuplicateOutput(serializers.ModelSerializer):
    """Two payments of one account with the same amount and value date; `entry_ref` came later than `other_ref`."""

    account_no = serializers.CharField(source="entry.card_account.account_no")
    amount = serializers.SerializerMethodField(help_text="As paid, positive.")
    value_date = serializers.DateField(source="entry.value_date")
    entry_ref = serializers.CharField(source="entry.source_ref")
    other_ref = serializers.CharField(source="other.source_ref")

    class Meta:
        model = SuspectedDuplicate
        fields = [
            "id",
            "account_no",
            "amount",
            "value_date",
            "entry_ref",
            "other_ref",
            "found_on",
            "status",
            "reason",
            "decided_by",
            "decided_at",
        ]

    def get_amount(self, suspected: SuspectedDuplicate) -> str:
        return str(-suspected.entry.amount)


class Deliveries(ListAPIView):
    """Bank files, newest first; POST delivers one, which a worker then takes in."""

    needs = "intake.upload"
    serializer_class = DeliveryOutput
    parser_classes = [MultiPartParser]
    queryset = Delivery.objects.all()

    @extend_schema(
        operation_id="deliver_file", request={"multipart/form-data": DeliveryInput}, responses={202: DeliveryOutput}
    )
    def post(self, request: Request) -> Response:
        wanted = given(DeliveryInput, request)
        file = wanted["file"]
        delivery = receive(
            actor=actor_of(request),
            name=file.name,
            size_bytes=file.size,
            pieces=file.chunks(),
            layout=wanted.get("layout"),
            feed_day=wanted.get("feed_day"),
            at=clock.now(),
        )
        after_answer(partial(tasks.start, delivery.pk))
        delivery.refresh_from_db()
        return Response(DeliveryOutput(delivery).data, status=status.HTTP_202_ACCEPTED)


class DeliveryDetail(Endpoint):
    """One bank file."""

    needs = "intake.upload"

    @extend_schema(operation_id="delivery", responses=DeliveryOutput)
    def get(self, request: Request, delivery_id: int) -> Response:
        return Response(DeliveryOutput(get_object_or_404(Delivery, pk=delivery_id)).data)


class RejectPages(CursorPages):
    """Rejects in the order of the file."""

    ordering = ("line_no", "id")


class DeliveryRejects(ListAPIView):
    """Rows of a file that did not land, in the order of the file."""

    needs = "intake.upload"
    serializer_class = RejectOutput
    pagination_class = RejectPages
    queryset = Reject.objects.none()
    filterset_fields = ["reason"]

    def get_queryset(self) -> QuerySet[Reject]:
        return queries.rejects(get_object_or_404(Delivery, pk=self.kwargs["delivery_id"]).pk)


class SuspectedDuplicates(ListAPIView):
    """Payments that may have come twice, newest first."""

    needs = "payments.reverse"
    serializer_class = SuspectedDuplicateOutput
    queryset = SuspectedDuplicate.objects.none()

    def get_queryset(self) -> QuerySet[SuspectedDuplicate]:
        return queries.suspected_duplicates(actor=actor_of(self.request))


class SuspectedDuplicateDecision(APIView):
    """Decide a suspected duplicate, once."""

    needs = "payments.reverse"

    @extend_schema(operation_id="decide_suspected_duplicate", request=DecisionInput, responses=SuspectedDuplicateOutput)
    def post(self, request: Request, suspected_id: int) -> Response:
        decided = decide_duplicate(
            actor=actor_of(request), suspected_id=suspected_id, at=clock.now(), **given(DecisionInput, request)
        )
        return Response(SuspectedDuplicateOutput(decided).data)


urlpatterns = [
    route("deliveries", Deliveries.as_view(), name="api-deliveries"),
    route("deliveries/<int:delivery_id>", DeliveryDetail.as_view(), name="api-delivery"),
    route("deliveries/<int:delivery_id>/rejects", DeliveryRejects.as_view(), name="api-delivery-rejects"),
    route("suspected-duplicates", SuspectedDuplicates.as_view(), name="api-suspected-duplicates"),
    route(
        "suspected-duplicates/<int:suspected_id>/decision",
        SuspectedDuplicateDecision.as_view(),
        name="api-suspected-duplicate-decision",
    ),
]
