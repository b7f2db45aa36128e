"""Regions and the time zones their people may be in."""

from typing import Any

import django_filters
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filters import NamedFilters
from collections_app.compliance.actions.zones import add_region_zone, remove_region_zone
from collections_app.compliance.models import RegionZone
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.inputs import Input, given


class RegionZoneOutput(serializers.ModelSerializer):
    """A time zone in which people of a region may be."""

    class Meta:
        model = RegionZone
        fields = ["id", "region", "zone"]


class RegionZoneInput(Input):
    """A region as addresses write it, and one time zone of it."""

    region = serializers.CharField(max_length=40)
    zone = serializers.CharField(max_length=40)


class RegionZoneFilters(FilterSet):
    """Rows of one region."""

    region = django_filters.CharFilter(max_length=40)

    class Meta:
        model = RegionZone
        fields: list[str] = []


class RegionZones(ListAPIView):
    """Every region with its time zones, one a row; POST adds one."""

    needs = {"GET": "compliance.view", "POST": "compliance.edit"}
    serializer_class = RegionZoneOutput
    queryset = RegionZone.objects.filter(removed_at=None)
    filter_backends = [NamedFilters]
    filterset_class = RegionZoneFilters
    pagination_class = OldestFirst

    @extend_schema(operation_id="region_zones_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="region_zone_add",
        tags=["compliance"],
        request=RegionZoneInput,
        responses={201: RegionZoneOutput},
        examples=[OpenApiExample("Texas", value={"region": "TX", "zone": "America/Chicago"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        row = add_region_zone(actor=actor_of(request), at=clock.now(), **given(RegionZoneInput, request))
        return Response(RegionZoneOutput(row).data, status=status.HTTP_201_CREATED)


class Removal(APIView):
    """Take a time zone from a region."""

    needs = "compliance.edit"

    @extend_schema(operation_id="region_zone_remove", tags=["compliance"], request=Input, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        given(Input, request)
        remove_region_zone(actor=actor_of(request), zone_id=pk, at=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
