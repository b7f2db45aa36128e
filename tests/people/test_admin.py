"""The admin is a window for administrators: it shows, and changes nothing."""

import pytest
from django.contrib.admin import site

from collections_app.events.actions import record
from collections_app.people.models import User
from collections_app.shared.actor import Actor
from collections_app.shared.read_only_admin import ReadOnlyAdmin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "quality", "compliance", "integration", "stranger"])
def test_only_administrators_look_in(cast, role):
    assert cast.browser(role).get("/admin/").status_code == 302
    assert cast.browser("administrator").get("/admin/").status_code == 200


def test_log_in_and_password_are_those_of_the_product(cast):
    assert cast.nobody.get("/admin/", follow=True).request["PATH_INFO"] == "/login/"
    assert cast.browser("administrator").get("/admin/password_change/").headers["Location"] == "/profile/password/"


def test_only_read_only_tables_are_registered(cast):
    assert all(issubclass(type(shown), ReadOnlyAdmin) for shown in site._registry.values())
    assert cast.browser("administrator").get("/admin/knox/authtoken/").status_code == 404


def test_rows_are_shown_and_cannot_be_written(cast):
    number = record("a.happened", actor=Actor.night())
    browser = cast.browser("administrator")
    assert browser.get("/admin/events/event/").status_code == 200
    assert browser.get(f"/admin/events/event/{number}/change/").status_code == 200
    assert browser.post(f"/admin/events/event/{number}/change/", {"kind": "b.happened"}).status_code == 403
    assert browser.get("/admin/people/user/add/").status_code == 403
    user = User.objects.first()
    page = browser.get(f"/admin/people/user/{user.pk}/change/")
    assert user.password not in page.content.decode()
    assert browser.post(f"/admin/people/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403
