"""Drafts: the browser keeps what is typed until the server has said that it was stored (`static/js/keep.js`)."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

STORED = "stored_drafts"
MOST = 20
"""So many of the newest are told on every page: an answer that was lost on its way is told again by the next one."""
LONGEST = 40


class StoredDrafts:
    """Middleware: the number of a draft whose form was stored is kept in the session, for the pages that follow.

    A form was stored when its view leads on to another page and says of nothing that it went wrong. Whatever else comes
    back, or nothing at all, leaves the draft where it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _leads_on(response) and not _went_wrong(request):
            draft = request.POST.get("draft", "")[:LONGEST]
            if draft:
                request.session[STORED] = [*request.session.get(STORED, []), draft][-MOST:]
        return response


def stored_drafts(request: HttpRequest) -> str:
    """The numbers of the drafts stored last, as the page tells them to the browser."""
    session = getattr(request, "session", None)
    return " ".join(session.get(STORED, [])) if session is not None else ""


def _leads_on(response: HttpResponse) -> bool:
    to_log_in = urlsplit(response.get("Location", "")).path == resolve_url(settings.LOGIN_URL)
    return response.status_code in (302, 303) and not to_log_in


def _went_wrong(request: HttpRequest) -> bool:
    """Whether the view said so in a message, which Django tells nobody before the next page shows it."""
    said = getattr(messages.get_messages(request), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in said)
