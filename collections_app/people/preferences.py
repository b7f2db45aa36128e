"""Language and theme travel with the browser in two cookies, so that the log-in page speaks the user's language too."""

from django.conf import settings
from django.http import HttpResponse

YEAR_SECONDS = 365 * 24 * 3600


def remember(response: HttpResponse, *, language: str | None = None, theme: str | None = None) -> HttpResponse:
    """Put the given preferences on `response` as cookies."""
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, language), ("theme", theme)):
        if value is not None:
            response.set_cookie(
                name, value, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
            )
    return response
