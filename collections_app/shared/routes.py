"""Addresses of the REST door: written without a slash at the end, and found with one too."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern
from django.urls.resolvers import RoutePattern


class _EitherWay(RoutePattern):
    """A route that a caller may also end with a slash; a POST must not be lost in a redirect."""

    def match(self, path: str) -> Any:
        found = super().match(path)
        return found or (super().match(path.removesuffix("/")) if path.endswith("/") else None)


def route(address: str, view: Callable[..., Any], *, name: str) -> URLPattern:
    """Like Django's `path`, for `address` with and without a slash at the end; links and the schema have none.

    Example: `route("accounts/<str:account_no>", AccountDetail.as_view(), name="api-account")`.
    """
    return URLPattern(_EitherWay(address, name=name, is_endpoint=True), view, name=name)
