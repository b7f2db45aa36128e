"""Versions of what was read: a GET carries a strong `ETag`, a change may say with `If-Match` which one it knows."""

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .endpoint import Endpoint
from .errors import Refused

READS = ("GET", "HEAD")
MATCH, NONE_MATCH = "If-Match", "If-None-Match"


def tag_of(data: Any) -> str:
    """The strong entity tag of a body: 128 bits of a hash of its JSON, in quotation marks."""
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


class Tagged(Endpoint):
    """A view whose GET answers with an `ETag`, and with 304 when `If-None-Match` names it: nothing has changed."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if request.method in READS and response.status_code == 200:
            tag = tag_of(response.data)
            if _names(request.headers.get(NONE_MATCH, ""), tag):
                response = Response(status=304)
            response["ETag"] = tag
            patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return super().finalize_response(request, response, *args, **kwargs)


class Guarded(APIView):
    """A view whose changes take `If-Match`: the `ETag` of the GET of `reads`, or 412 `changed_meanwhile`.

    `reads` names the address of a Tagged view, `reads_by` the words of it, which this view's address has too;
    `held_still` are the rows that nobody may change from the comparison on until the change is done.
    Example: `reads, reads_by = "api-case", ("case_id",)` on the view that places a hold of that case.
    """

    reads: str
    reads_by: tuple[str, ...]

    def held_still(self, **named: Any) -> QuerySet:
        """The rows behind what was read."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in READS or MATCH not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in READS and MATCH in request.headers:
            list(self.held_still(**kwargs).order_by("pk").select_for_update(no_key=True).values_list("pk"))
            if not _names(request.headers[MATCH], self._tag_now(request, kwargs)):
                raise changed_meanwhile()

    def _tag_now(self, request: Request, kwargs: dict[str, Any]) -> str:
        named = {name: kwargs[name] for name in self.reads_by}
        address = reverse(self.reads, kwargs=named)
        found: Any = resolve("/" + address.removeprefix(get_script_prefix()))
        view = found.func.cls(**found.func.initkwargs)
        view.request, view.args, view.kwargs, view.format_kwarg = request, (), found.kwargs, None
        return tag_of(view.get(request, **found.kwargs).data)


def changed_meanwhile() -> Refused:
    """What a caller is told who knows an older version."""
    return Refused("changed_meanwhile", _("This was changed since you read it. Read it again."), field=MATCH)


def _names(header: str, tag: str) -> bool:
    """Whether the header names the tag, or any; a weak tag never names a strong one."""
    return bool(header) and (header.strip() == "*" or tag in parse_etags(header))
