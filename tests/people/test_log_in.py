"""Log-in and log-out in the browser: the page, the lock after wrong passwords, what comes along."""

import pytest
from django.urls import reverse

from collections_app.events.models import Event
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(browser, username="lead.one", password=PASSWORD, **more):
    return browser.post("/login/", {"username": username, "password": password, **more})


def test_a_page_sends_a_stranger_to_the_log_in_page_and_back(cast):
    cast.user("administrator")
    browser = cast.nobody
    answer = browser.get("/people/")
    assert answer.headers["Location"] == "/login/?next=/people/"
    assert log_in(browser, "administrator.one", next="/people/").headers["Location"] == "/people/"


def test_the_log_in_name_is_the_same_in_any_letter_case(cast):
    cast.user("lead")
    assert log_in(cast.nobody, "Lead.ONE").status_code == 302


def test_language_and_theme_of_the_user_come_along_and_the_log_in_is_noted(cast):
    user = cast.user("lead")
    user.language, user.theme = "zh-hans", "dark"
    user.save()
    answer = log_in(cast.nobody)
    assert answer.cookies["django_language"].value == "zh-hans"
    assert answer.cookies["theme"].value == "dark"
    assert Event.objects.get(kind="person.logged_in").actor == f"user:{user.pk}"
    user.refresh_from_db()
    assert user.last_login is not None


def test_a_wrong_password_is_told_at_the_form(cast):
    cast.user("lead")
    answer = log_in(cast.nobody, password="wrong")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize(("language", "words"), [("en", "Too many wrong passwords"), ("zh-hans", "密码错误次数过多")])
def test_after_five_wrong_passwords_the_door_is_shut_with_clear_words(cast, language, words):
    cast.user("lead")
    cast.user("manager")
    browser = cast.nobody
    browser.cookies["django_language"] = language
    for _try in range(5):
        answer = log_in(browser, password="wrong")
    assert answer.status_code == 429
    assert words in answer.content.decode()
    assert log_in(browser).status_code == 429
    assert log_in(browser, "manager.one").status_code == 302


def test_a_locked_user_cannot_log_in(cast):
    user = cast.user("lead")
    user.is_active = False
    user.save()
    assert log_in(cast.nobody).status_code == 200


def test_nobody_is_led_to_a_foreign_site_after_the_log_in(cast):
    cast.user("lead")
    assert log_in(cast.nobody, next="https://evil.example/").headers["Location"] == "/"


def test_log_out_needs_a_post(cast):
    browser = cast.browser("lead")
    assert browser.get("/logout/").status_code == 405
    assert browser.post("/logout/").headers["Location"] == reverse("login")
    assert browser.get("/profile/").status_code == 302


def test_a_form_sent_after_the_session_ended_leads_back_to_the_page_it_stood_on(cast):
    answer = cast.nobody.post("/people/invite/", {}, headers={"Referer": "http://testserver/people/"})
    assert answer.headers["Location"] == "/login/?next=/people/"


def test_htmx_is_told_to_take_the_whole_page_to_the_log_in(cast):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=1"}
    answer = cast.nobody.get("/people/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=/people/%3Fq%3D1"
