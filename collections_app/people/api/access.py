"""Shutting a user out, letting them in again, a new link to set a password."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from collections_app.shared import clock
from collections_app.shared.actor import actor_of

from .. import actions
from .users import OfPerson, PersonDetailOutput, one_person


class LinkOutput(serializers.Serializer):
    """The link with which a user sets a password: it works once, and is told this once."""

    link = serializers.URLField()


class Lock(OfPerson):
    """Shut a user out at once: sessions and tokens end."""

    needs = "people.manage"

    @extend_schema(operation_id="person_lock", tags=["people"], request=None, responses=PersonDetailOutput)
    def post(self, request: Request, pk: int) -> Response:
        today = clock.local_date()
        actions.lock(actor=actor_of(request), user_id=pk, on=today)
        return Response(PersonDetailOutput(one_person(pk, on=today)).data)


class Unlock(OfPerson):
    """Let a locked user in again, with the old password and roles."""

    needs = "people.manage"

    @extend_schema(operation_id="person_unlock", tags=["people"], request=None, responses=PersonDetailOutput)
    def post(self, request: Request, pk: int) -> Response:
        actions.unlock(actor=actor_of(request), user_id=pk)
        return Response(PersonDetailOutput(one_person(pk, on=clock.local_date())).data)


class Link(OfPerson):
    """A new link to set a password; the old password and every session and token end now."""

    needs = "people.manage"
    answers_anew = True  # an idempotency key keeps no link

    @extend_schema(operation_id="person_renew_link", tags=["people"], request=None, responses=LinkOutput)
    def post(self, request: Request, pk: int) -> Response:
        path = actions.renew_link(actor=actor_of(request), user_id=pk)
        return Response({"link": request.build_absolute_uri(path)}, headers={"Cache-Control": "no-store"})
