"""Language and theme: switched by anyone, remembered for the user and in the browser."""

import pytest

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_the_language_is_remembered_for_the_user_and_the_browser(cast):
    browser = cast.browser("lead")
    answer = browser.post("/profile/language/", {"language": "zh-hans", "next": "/profile/"})
    assert answer.headers["Location"] == "/profile/"
    cast.user("lead").refresh_from_db()
    assert cast.user("lead").language == "zh-hans"
    page = browser.get("/profile/").content.decode()
    assert '<html lang="zh-Hans"' in page
    assert "我的设置" in page


def test_a_stranger_reads_the_log_in_page_in_chinese(cast):
    browser = cast.nobody
    browser.post("/profile/language/", {"language": "zh-hans", "next": "/login/"})
    assert "登录名" in browser.get("/login/").content.decode()


def test_the_theme_is_remembered_and_in_the_first_bytes_of_the_page(cast):
    browser = cast.browser("lead")
    answer = browser.post("/profile/theme/", {"theme": "dark"}, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 204
    cast.user("lead").refresh_from_db()
    assert cast.user("lead").theme == "dark"
    assert 'data-theme="dark" data-bs-theme="dark"' in browser.get("/profile/").content.decode()


@pytest.mark.parametrize(("address", "field"), [("/profile/language/", "language"), ("/profile/theme/", "theme")])
def test_an_unknown_choice_is_refused_and_changes_nothing(cast, address, field):
    answer = cast.browser("lead").post(address, {field: "klingon"})
    assert answer.status_code == 422
    before = getattr(cast.user("lead"), field)
    cast.user("lead").refresh_from_db()
    assert getattr(cast.user("lead"), field) == before


def test_the_profile_shows_roles_and_what_they_allow(cast):
    page = cast.browser("lead").get("/profile/").content.decode()
    assert "Team lead" in page
    assert "payments.post" in page
    assert "people.manage" not in page


def test_someone_without_a_role_lands_on_the_profile_and_sees_why(cast):
    answer = cast.browser("stranger").get("/", follow=True)
    assert "ask an administrator" in answer.content.decode()


def test_a_new_password_of_ones_own_keeps_this_session_and_ends_the_tokens(cast):
    browser, machine = cast.browser("lead"), cast.api("lead")
    form = {"old_password": PASSWORD, "new_password1": "quiet-river-stone", "new_password2": "quiet-river-stone"}
    assert browser.post("/profile/password/", form).headers["Location"] == "/profile/"
    assert browser.get("/profile/").status_code == 200
    assert machine.get("/api/v1/me").status_code == 401
    cast.user("lead").refresh_from_db()
    assert cast.user("lead").check_password("quiet-river-stone")


def test_a_wrong_old_password_stands_at_its_field(cast):
    form = {"old_password": "wrong", "new_password1": "quiet-river-stone", "new_password2": "quiet-river-stone"}
    answer = cast.browser("lead").post("/profile/password/", form)
    assert list(answer.context["form"].errors) == ["old_password"]
