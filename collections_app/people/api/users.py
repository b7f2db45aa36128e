"""Users with their roles, team, clearances and languages; inviting one."""

from datetime import date
from typing import Any

import django_filters
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.api import OldestFirst
from collections_app.shared.etag import Guarded, Tagged
from collections_app.shared.inputs import Input, given

from .. import actions, queries
from ..models import ClearanceGrant, RoleGrant, TeamAssignment, User
from ..rules.languages import LANGUAGES
from ..rules.roles import ROLES


class GrantOutput(serializers.ModelSerializer):
    """A role from a day to a last day; null: until further notice."""

    first_day = serializers.DateField(source="valid_from")
    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = RoleGrant
        fields = ["id", "user", "role", "first_day", "last_day"]


class AssignmentOutput(serializers.ModelSerializer):
    """A stay in a team; `last_day` is null while it has no end."""

    team = serializers.CharField(source="team.code")
    first_day = serializers.DateField(source="valid_from")
    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = TeamAssignment
        fields = ["id", "user", "team", "first_day", "last_day", "reason", "note"]


class ClearanceOutput(serializers.ModelSerializer):
    """Which restricted files a user may open, from a day to a last day."""

    first_day = serializers.DateField(source="valid_from")
    last_day = serializers.DateField(allow_null=True)

    class Meta:
        model = ClearanceGrant
        fields = ["id", "user", "restriction", "first_day", "last_day"]


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


class InvitedOutput(PersonDetailOutput):
    """The new user, and the link with which they set their password: told this once."""

    link = serializers.URLField()

    class Meta(PersonDetailOutput.Meta):
        fields = [*PersonDetailOutput.Meta.fields, "link"]


class InviteInput(Input):
    """Somebody new: log-in name, name, first role."""

    username = serializers.CharField(max_length=60, validators=[UnicodeUsernameValidator()])
    display_name = serializers.CharField(max_length=80)
    role = serializers.ChoiceField(choices=ROLES)


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
    """Users, in the order in which they came; POST invites one, who comes in by the link of the answer."""

    needs = {"GET": "people.view", "POST": "people.manage"}
    answers_anew = True  # an idempotency key keeps no link
    serializer_class = PersonOutput
    filterset_class = PeopleFilters
    pagination_class = OldestFirst
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        return queries.people(on=clock.local_date())

    @extend_schema(operation_id="people_list", tags=["people"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="person_invite",
        tags=["people"],
        request=InviteInput,
        responses={201: InvitedOutput},
        examples=[
            OpenApiExample(
                "An agent",
                value={"username": "li.na", "display_name": "李娜", "role": "agent"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        body, today = given(InviteInput, request), clock.local_date()
        user, path = actions.invite(actor=actor_of(request), on=today, **body)
        invited = one_person(user.pk, on=today)
        invited.link = request.build_absolute_uri(path)  # type: ignore[attr-defined]
        answer = Response(InvitedOutput(invited).data, status=status.HTTP_201_CREATED)
        answer["Cache-Control"] = "no-store"
        return answer


class Person(Tagged):
    """One user."""

    needs = "people.view"

    @extend_schema(operation_id="person", tags=["people"], responses=PersonDetailOutput)
    def get(self, request: Request, pk: int) -> Response:
        return Response(PersonDetailOutput(one_person(pk, on=clock.local_date())).data)


class OfPerson(Guarded):
    """A change of what `GET people/<pk>` shows."""

    reads, reads_by = "api-person", ("pk",)

    def held_still(self, **named: Any) -> QuerySet[User]:
        return User.objects.filter(pk=named["pk"])


class LanguagesInput(Input):
    """Every language the user speaks, replacing those written before."""

    spoken_languages = serializers.ListField(
        child=serializers.ChoiceField(choices=LANGUAGES), max_length=len(LANGUAGES), allow_empty=True
    )


class Languages(OfPerson):
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
        return Response(PersonDetailOutput(one_person(pk, on=clock.local_date())).data)


def one_person(pk: int, *, on: date) -> User:
    """A user as of a day, or 404."""
    return get_object_or_404(queries.people(on=on), pk=pk)
