"""Daily files over REST."""

from collections.abc import Iterable

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared.actor import actor_of
from collections_app.shared.endpoint import Endpoint

from ..handing_out import attachment
from ..queries.daily_files import days


class DailyFileOutput(serializers.Serializer):
    """One file. `sha256` is that of the compressed bytes; `restricted`: the rows of bank staff and VIPs."""

    name = serializers.CharField()
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    restricted = serializers.BooleanField()


class DayOutput(serializers.Serializer):
    """The files of one business date."""

    date = serializers.DateField()
    written_at = serializers.DateTimeField()
    files = DailyFileOutput(many=True)


class DailyFiles(Endpoint):
    """The manifests of the newest sixty days, newest first, hence without pages."""

    needs = "data.export"

    @extend_schema(operation_id="daily_files_list", tags=["integrations"], responses=DayOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(DayOutput(days(actor=actor_of(request)), many=True).data)


class AnyType(BaseContentNegotiation):
    """A file is what it is, whatever the caller says it accepts; a refusal is JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class OneDailyFile(Endpoint):
    """A file as CSV with a head, compressed with gzip. Each download is an event."""

    needs = "data.export"
    content_negotiation_class = AnyType

    @extend_schema(
        operation_id="daily_file",
        tags=["integrations"],
        responses={(200, "application/gzip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, day: str, name: str) -> FileResponse:
        return attachment(actor=actor_of(request), day=day, name=name)
