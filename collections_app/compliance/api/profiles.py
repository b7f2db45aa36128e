"""Contact profiles: the named lines of contact rules, and a new one made from another."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.compliance.actions.policies import open_contact_profile
from collections_app.compliance.models import ContactProfile
from collections_app.compliance.queries.profiles import PARAMETERS
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.inputs import given

from .policies import ContactPolicyInput, ContactPolicyOutput


class ContactProfileOutput(serializers.ModelSerializer):
    """A contact profile; its versions stand in `contact-policies`."""

    class Meta:
        model = ContactProfile
        fields = ["id", "code", "name_en", "name_zh"]


class ContactProfileInput(ContactPolicyInput):
    """A profile to open. A parameter that is not named is that of the newest version of `based_on`."""

    profile = None  # type: ignore[assignment]
    code = serializers.CharField(max_length=30)
    name_en = serializers.CharField(max_length=120)
    name_zh = serializers.CharField(max_length=120)
    based_on = serializers.CharField(max_length=30)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name in PARAMETERS:
            fields[name].required = False
        return fields


class ContactProfiles(ListAPIView):
    """Every contact profile; POST opens one with its first version, made from another profile."""

    needs = {"GET": "compliance.view", "POST": "compliance.edit"}
    serializer_class = ContactProfileOutput
    queryset = ContactProfile.objects.all()
    pagination_class = OldestFirst

    @extend_schema(operation_id="contact_profiles_list", tags=["compliance"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="contact_profile_open",
        tags=["compliance"],
        request=ContactProfileInput,
        responses={201: ContactPolicyOutput},
        examples=[
            OpenApiExample(
                "Three tries a day",
                value={
                    "code": "CN_HOUSE",
                    "name_en": "House rules",
                    "name_zh": "本行规则",
                    "based_on": "CN_CBA_2026",
                    "valid_from": "2026-12-01",
                    "number_attempts_per_day": 3,
                    "reason": "decided by the compliance committee",
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body = given(ContactProfileInput, request)
        numbers = {name: body.pop(name) for name in PARAMETERS if name in body}
        version = open_contact_profile(actor=actor_of(request), numbers=numbers, at=clock.now(), **body)
        return Response(ContactPolicyOutput(version).data, status=status.HTTP_201_CREATED)
