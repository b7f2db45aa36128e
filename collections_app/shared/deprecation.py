"""Addresses that will go: their answers say since when they are deprecated and until when they work."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

View = TypeVar("View", bound=type[APIView])


def deprecated(*, since: date, sunset: date, instead: str = "") -> Callable[[View], View]:
    """A class decorator: every answer of the view carries `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

    `since`: the day it was announced; `sunset`: the first day it may be gone, at least six months later; `instead`:
    the address to use, such as "/api/v1/payments", as a `Link` with rel="successor-version". OpenAPI marks the view.
    Raises ValueError when there is less time between the two than callers were promised.
    Example: `@deprecated(since=date(2027, 1, 4), sunset=date(2027, 9, 1), instead="/api/v1/payments")`.
    """
    if (sunset - since).days < SHORTEST_NOTICE:
        raise ValueError(f"Callers have {SHORTEST_NOTICE} days to move; {since} to {sunset} is less.")
    headers = {
        "Deprecation": f"@{int(_midnight(since).timestamp())}",
        "Sunset": http_date(_midnight(sunset).timestamp()),
    }
    if instead:
        headers["Link"] = f'<{instead}>; rel="successor-version"'

    def mark(view: View) -> View:
        answer = view.finalize_response

        def finalize_response(self: Any, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
            answered: Response = answer(self, request, response, *args, **kwargs)
            for name, value in headers.items():
                answered[name] = value
            return answered

        view.finalize_response = finalize_response  # type: ignore[method-assign]
        return extend_schema(deprecated=True)(view)

    return mark


SHORTEST_NOTICE = 182
"""Days."""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
