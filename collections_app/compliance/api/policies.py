"""Contact policies: versions of the profiles, and which product follows which."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.filters import NamedFilters
from collections_app.compliance.actions.policies import CAPS, OVERRIDABLE, RANGES, follow_profile, write_contact_version
from collections_app.compliance.models import ContactPolicyVersion, ContactProfile, ContactProfileUse
from collections_app.compliance.queries.profiles import PARAMETERS
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given


class ContactPolicyOutput(serializers.ModelSerializer):
    """A version of a contact profile. Null in a cap: the profile knows no such cap."""

    profile = serializers.CharField(source="profile.code")

    class Meta:
        model = ContactPolicyVersion
        fields = ["id", "profile", "valid_from", *PARAMETERS, "reason", "recorded_on", "recorded_by"]


class ContactPolicyInput(Input):
    """A version to write; every parameter is named."""

    profile = serializers.CharField(max_length=30)
    valid_from = serializers.DateField(help_text="After today.")
    window_opens = serializers.TimeField()
    window_closes = serializers.TimeField()
    closing_moment_allowed = serializers.BooleanField()
    all_likely_zones = serializers.BooleanField()
    zone = serializers.CharField(max_length=40)
    third_parties = serializers.ChoiceField(choices=ContactPolicyVersion.ThirdParties.choices)
    third_party_once = serializers.BooleanField()
    house_rules = serializers.ListField(child=serializers.ChoiceField(choices=OVERRIDABLE))
    reason = serializers.CharField(max_length=300)

    def get_fields(self) -> dict[str, serializers.Field]:
        numbers = {
            name: serializers.IntegerField(min_value=least, max_value=most, allow_null=name in CAPS)
            for name, (least, most) in RANGES.items()
        }
        return {**super().get_fields(), **numbers}


class ProfileUseOutput(serializers.ModelSerializer):
    """From when on a product follows a profile; `product` is null for the whole installation."""

    product = serializers.CharField(source="product.code", default=None, allow_null=True)
    profile = serializers.CharField(source="profile.code")

    class Meta:
        model = ContactProfileUse
        fields = ["id", "product", "profile", "valid_from", "reason"]


class ProfileUseInput(Input):
    """Who follows which profile from when on."""

    product = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Null: installation.")
    profile = serializers.CharField(max_length=30)
    valid_from = serializers.DateField(help_text="After today.")
    reason = serializers.CharField(max_length=300)


class ContactPolicyFilters(FilterSet):
    """Versions of one profile."""

    profile = django_filters.CharFilter(field_name="profile__code", max_length=30)

    class Meta:
        model = ContactPolicyVersion
        fields: list[str] = []


class Whole(OldestFirst):
    """All of them on one page, so that its `ETag` names them all."""

    page_size = OldestFirst.max_page_size


class OfProfiles(Tagged, Guarded):
    """What is decided for a profile; whoever decides locks the profile, so a locked one stands still."""

    query = None
    reads_by = ()

    def held_still(self, **named: Any) -> QuerySet[ContactProfile]:
        return ContactProfile.objects.all()


class ContactPolicies(OfProfiles, ListAPIView):
    """Every version of every contact profile, in the order they were written; POST writes one."""

    needs = {"GET": "compliance.view", "POST": "compliance.edit"}
    reads = "api-contact-policies"
    serializer_class = ContactPolicyOutput
    queryset = ContactPolicyVersion.objects.select_related("profile")
    filter_backends = [NamedFilters]
    filterset_class = ContactPolicyFilters
    pagination_class = Whole

    @extend_schema(operation_id="contact_policies_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="contact_policy_write",
        tags=["compliance"],
        request=ContactPolicyInput,
        responses={201: ContactPolicyOutput},
    )
    def post(self, request: Request) -> Response:
        values = given(ContactPolicyInput, request)
        version = write_contact_version(
            actor=actor_of(request),
            profile=values["profile"],
            valid_from=values["valid_from"],
            numbers={name: values[name] for name in PARAMETERS},
            reason=values["reason"],
            at=clock.now(),
        )
        return Response(ContactPolicyOutput(version).data, status=status.HTTP_201_CREATED)


class ProfileUses(OfProfiles, ListAPIView):
    """Which product follows which profile from when on; POST adds a change."""

    needs = {"GET": "compliance.view", "POST": "compliance.edit"}
    reads = "api-contact-profile-uses"
    serializer_class = ProfileUseOutput
    queryset = ContactProfileUse.objects.select_related("product", "profile")
    filter_backends = [NamedFilters]
    pagination_class = Whole

    @extend_schema(operation_id="contact_profile_uses_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="contact_profile_follow",
        tags=["compliance"],
        request=ProfileUseInput,
        responses={201: ProfileUseOutput},
        examples=[
            OpenApiExample(
                "Strict for one product",
                value={
                    "product": "GOLD",
                    "profile": "CN_GBT_45251",
                    "valid_from": "2026-12-01",
                    "reason": "decided by the compliance committee",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body = given(ProfileUseInput, request)
        use = follow_profile(actor=actor_of(request), at=clock.now(), **{"product": None, **body})
        return Response(ProfileUseOutput(use).data, status=status.HTTP_201_CREATED)
