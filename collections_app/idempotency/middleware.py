"""The middleware behind the header `Idempotency-Key` of every POST at the REST door.

The whole request is one transaction that begins with the key. A second request with the same key waits at the unique
index until the first has ended: it finds either the first one's answer, or nothing (then it is the first). A killed
process takes key and work with it.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from collections_app.shared.api import PROBLEM_TYPE, problem
from collections_app.shared.errors import Refused
from collections_app.shared.refusals import status_of

from . import after, answers, keys

Respond = Callable[[HttpRequest], HttpResponse]


class IdempotencyKeys:
    """Lets a POST with a key happen once. Must stand last, so that the transaction holds the view and nothing else."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        caller = _caller(request)
        if caller is None:
            return self.get_response(request)
        try:
            key, fingerprint = keys.checked(request.headers[keys.HEADER]), keys.fingerprint(request)
            return self._once(request, caller=caller, key=key, fingerprint=fingerprint)
        except Refused as refused:
            return _refusal(request, refused)

    def _once(self, request: HttpRequest, *, caller: str, key: str, fingerprint: str) -> HttpResponse:
        while True:
            with after.gathered() as later, transaction.atomic():
                claimed = answers.claim(caller=caller, key=key, fingerprint=fingerprint)
                if claimed is not None:
                    response = self._answer(request, claimed)
                    break
                if (answer := answers.kept(caller=caller, key=key)) is not None:
                    if answer.fingerprint != fingerprint:
                        raise _reused()
                    return answers.replay(answer)
        if response.status_code < 500:
            for work in later:
                work()
        return response

    def _answer(self, request: HttpRequest, claimed: int) -> HttpResponse:
        """The view's answer; what it wrote stays only if the answer says so."""
        response = self.get_response(request)
        if response.status_code >= 500 or connection.needs_rollback:
            # A view that swallowed a database error has lost its writes with it: never call that a success.
            transaction.set_rollback(True)
            if response.status_code < 400:
                raise RuntimeError("A view answered well over a transaction that is lost.")
        elif 200 <= response.status_code < 300 and not response.streaming:
            answers.keep(claimed, response)
        else:
            answers.forget(claimed)
        return response


def _caller(request: HttpRequest) -> str | None:
    """Who asks with a key, if the address takes one from them; None: the request goes its way as without a key.

    Asked before anything is replayed, by the view's own rules: an answer is no way around a lock or a lost role.
    """
    if request.method != "POST" or keys.HEADER not in request.headers or not request.path.startswith("/api/"):
        return None
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    view = getattr(found.func, "cls", None)
    if view is None or getattr(view, "answers_anew", False):
        return None
    return _let_in(request, found)


def _let_in(request: HttpRequest, found: ResolverMatch) -> str | None:
    """The user, whichever token or session brings them, or the API key; None for whoever the view will refuse."""
    view: Any = found.func.cls(**found.func.initkwargs)  # type: ignore[attr-defined]
    view.args, view.kwargs = found.args, found.kwargs
    view.request = view.initialize_request(request, *found.args, **found.kwargs)
    try:
        view.perform_authentication(view.request)
        view.check_permissions(view.request)
    except (APIException, PermissionDenied):
        return None
    if (caller := getattr(view.request.auth, "caller", None)) is not None:
        return caller
    user = view.request.user
    return f"user:{user.pk}" if user and user.is_authenticated else None


def _reused() -> Refused:
    message = _("This %(header)s was used for another request.") % {"header": keys.HEADER}
    return Refused("idempotency_key_reused", message, field=keys.HEADER)


def _refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    status = 400 if refused.code in keys.WRONG else status_of(refused.code)
    field = {"field": refused.field or "", "code": refused.code, "message": str(refused.message)}
    body = problem(status=status, code=refused.code, detail=str(refused.message), instance=request.path, errors=[field])
    return JsonResponse(body, status=status, content_type=PROBLEM_TYPE)
