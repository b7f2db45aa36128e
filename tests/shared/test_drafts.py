"""Which drafts the server calls stored: only those whose form led on, and of which nothing went wrong."""

import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from collections_app.shared.drafts import MOST, StoredDrafts, stored_drafts

pytestmark = pytest.mark.django_db


def answered(view, request):
    """The request after it went through the middleware around `view`."""
    SessionMiddleware(lambda one: MessageMiddleware(StoredDrafts(view))(one))(request)
    return request


def posted(draft="one"):
    return RequestFactory().post("/cases/7/", {"draft": draft})


def refused(request):
    messages.error(request, "no")
    return redirect("/desk/")


@pytest.mark.parametrize(
    ("view", "stored"),
    [
        (lambda request: redirect("/desk/"), "one"),
        (lambda request: redirect("/login/?next=/cases/7/"), ""),
        (lambda request: HttpResponse(), ""),
        (lambda request: HttpResponse(status=422), ""),
        (lambda request: HttpResponse(status=403), ""),
        (lambda request: HttpResponse(status=500), ""),
        (refused, ""),
    ],
)
def test_a_draft_is_stored_when_its_form_led_on(view, stored):
    assert stored_drafts(answered(view, posted())) == stored


def test_a_form_without_a_draft_writes_no_session():
    request = answered(lambda request: redirect("/desk/"), RequestFactory().post("/cases/7/"))
    assert not request.session.modified


def test_the_newest_are_told_again_and_again():
    request = posted()
    for number in range(MOST + 5):
        request.POST = {"draft": str(number)}
        answered(lambda request: redirect("/desk/"), request)
        request.session.save()
        request.COOKIES["sessionid"] = request.session.session_key
    assert stored_drafts(request).split() == [str(number) for number in range(5, MOST + 5)]


def test_the_next_page_tells_the_browser(cast):
    browser = cast.browser("agent")
    browser.post("/desk/next/", {"draft": "one"})
    assert 'data-stored="one"' in browser.get("/desk/").content.decode()
