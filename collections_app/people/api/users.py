"""Users with their roles, team, clearances and languages."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.inputs import Input, given

from .. import actions, queries
from ..models import ClearanceGrant, RoleGrant, TeamAssignment, User
from ..rules.languages import LANGUAGES
from ..rules.roles import ROLES


class GrantOutput(serializers.ModelSerializer):
    """A role from a day to a last day; null: until further notice."""

    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = RoleGrant
        fields = ["id", "user", "role", "valid_from", "last_day"]


class AssignmentOutput(serializers.ModelSerializer):
    """A stay in a team; `last_day` is null while it has no end."""

    team = serializers.CharField(source="team.code")
    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = TeamAssignment
        fields = ["id", "user", "team", "valid_from", "last_day", "reason", "note"]


class ClearanceOutput(serializers.ModelSerializer):
    """Which restricted files a user may open, from a day to a last day."""

    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = ClearanceGrant
        fields = ["id", "user", "restriction", "valid_from", "last_day"]


class PersonOutput(serializers.ModelSerializer):
    """A user with the roles in force or to come, and the code of today's team."""

    name = serializers.CharField(source="display_name")
    roles = GrantOutput(source="grants_now", many=True)
    team = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "name", "is_active", "roles", "team", "spoken_languages", "last_login"]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_team(self, user: Any) -> str | None:
        return next((stay.team.code for stay in user.stays_now), None)


class PersonDetailOutput(PersonOutput):
    """One user, with every stay in a team (the latest first) and every clearance."""

    assignments = serializers.SerializerMethodField()
    clearances = serializers.SerializerMethodField()

    class Meta(PersonOutput.Meta):
        fields = [*PersonOutput.Meta.fields, "assignments", "clearances"]

    @extend_schema_field(AssignmentOutput(many=True))
    def get_assignments(self, user: User) -> Any:
        return AssignmentOutput(queries.team_history(user.pk), many=True).data

    @extend_schema_field(ClearanceOutput(many=True))
    def get_clearances(self, user: User) -> Any:
        return ClearanceOutput(ClearanceGrant.objects.filter(user=user).order_by("-id"), many=True).data


class PeopleFilters(django_filters.FilterSet):
    """Users by part of a name, by team (a code, or none), by role, by whether they are locked."""

    text = django_filters.CharFilter(max_length=60, method="narrowed")
    team = django_filters.CharFilter(max_length=20, method="narrowed", help_text="A code, or none.")
    role = django_filters.ChoiceFilter(choices=[(role, role) for role in ROLES], method="narrowed")
    is_active = django_filters.BooleanFilter()

    class Meta:
        model = User
        fields: list[str] = []

    def narrowed(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(pk__in=queries.people(on=clock.local_date(), **{name: value}).values("pk"))


class People(ListAPIView):
    """Users, in the order in which they came."""

    needs = "people.view"
    serializer_class = PersonOutput
    filterset_class = PeopleFilters
    pagination_class = OldestFirst
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        return queries.people(on=clock.local_date())

    @extend_schema(operation_id="people_list", tags=["people"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class Person(APIView):
    """One user."""

    needs = "people.view"

    @extend_schema(operation_id="person", tags=["people"], responses=PersonDetailOutput)
    def get(self, request: Request, pk: int) -> Response:
        return Response(PersonDetailOutput(_person(pk, on=clock.local_date())).data)


class LanguagesInput(Input):
    """Every language the user speaks, replacing those written before."""

    spoken_languages = serializers.ListField(
        child=serializers.ChoiceField(choices=LANGUAGES), max_length=len(LANGUAGES), allow_empty=True
    )


class Languages(APIView):
    """Write down which languages a user speaks."""

    needs = "people.manage"

    @extend_schema(
        operation_id="person_set_languages",
        tags=["people"],
        request=LanguagesInput,
        responses=PersonDetailOutput,
        examples=[
            OpenApiExample("Mandarin and Cantonese", value={"spoken_languages": ["zh", "yue"]}, request_only=True)
        ],
    )
    def post(self, request: Request, pk: int) -> Response:
        actions.set_languages(actor=actor_of(request), user_id=pk, **given(LanguagesInput, request))
        return Response(PersonDetailOutput(_person(pk, on=clock.local_date())).data)


def _person(pk: int, *, on: date) -> User:
    return get_object_or_404(queries.people(on=on), pk=pk)
