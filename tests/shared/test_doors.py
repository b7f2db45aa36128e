"""What both doors do for every page and every call: safe headers, calm errors, problem JSON."""

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from collections_app import urls as real_urls
from collections_app.shared.errors import Refused
from collections_app.shared.web import needs, safe_next

pytestmark = pytest.mark.django_db


class Line(serializers.Serializer):
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


class Paper(serializers.Serializer):
    day = serializers.DateField()
    lines = Line(many=True)


class Stage(APIView):
    """Fails in the way its address says."""

    needs = {"GET": "payments.post", "POST": "payments.post"}

    def get(self, request, how):
        failures = {
            "refused": Refused("already_reversed", "Reversed already.", field="source_ref"),
            "missing": Http404(),
            "slow": exceptions.Throttled(wait=7.2),
            "fine": None,
        }
        if how == "crash":
            raise ZeroDivisionError
        if failures[how]:
            raise failures[how]
        return Response({"ok": True})

    def post(self, request, how):
        Paper(data=request.data).is_valid(raise_exception=True)
        return Response({"ok": True})


class Unguarded(APIView):
    """Forgot to say what it needs."""

    def get(self, request):
        return Response({"secret": True})


@needs("payments.post")
def refusing_page(request):
    raise Refused("already_reversed", "Reversed already.")


@needs()
def crashing_page(request):
    raise ZeroDivisionError


urlpatterns = [
    path("api/v1/stage/<str:how>", Stage.as_view()),
    path("api/v1/unguarded", Unguarded.as_view()),
    path("refusing/", refusing_page),
    path("crashing/", crashing_page),
    *real_urls.urlpatterns,
]
handler400, handler403 = real_urls.handler400, real_urls.handler403
handler404, handler500 = real_urls.handler404, real_urls.handler500

staged = pytest.mark.urls(__name__)


# -- REST -----------------------------------------------------------------------------------------------------


@staged
@pytest.mark.parametrize(
    ("how", "status", "code"),
    [("refused", 422, "already_reversed"), ("missing", 404, "not_found"), ("slow", 429, "throttled")],
)
def test_every_failure_is_problem_json(cast, how, status, code):
    answer = cast.api("lead").get(f"/api/v1/stage/{how}")
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["instance"] == f"/api/v1/stage/{how}"
    assert body["detail"]


@staged
def test_a_refusal_names_its_field_and_a_throttle_its_wait(cast):
    client = cast.api("lead")
    problem = client.get("/api/v1/stage/refused").json()
    assert problem["errors"] == [{"field": "source_ref", "code": "already_reversed", "message": "Reversed already."}]
    assert client.get("/api/v1/stage/slow").headers["Retry-After"] == "8"


@staged
def test_wrong_fields_are_named_down_to_the_line(cast):
    body = {"day": "2025-02-30", "lines": [{"amount": "1.00"}, {"amount": "x"}]}
    problem = cast.api("lead").post("/api/v1/stage/fine", body).json()
    assert (problem["code"], [error["field"] for error in problem["errors"]]) == ("invalid", ["day", "lines.1.amount"])


@staged
def test_a_body_that_is_no_json_is_a_problem(cast):
    answer = cast.api("lead").post("/api/v1/stage/fine", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@staged
def test_a_wrong_method_is_a_problem(cast):
    answer = cast.api("lead").delete("/api/v1/stage/fine")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["Content-Type"] == "application/problem+json"


@staged
def test_who_may_read_may_ask_for_the_head_alone(cast):
    answer = cast.api("lead").head("/api/v1/stage/fine")
    assert (answer.status_code, answer.content) == (200, b"")
    assert cast.api("lead").options("/api/v1/stage/fine").status_code == 200
    assert cast.api("agent").head("/api/v1/stage/fine").status_code == 403


@staged
def test_a_role_without_the_permission_is_told_which_one_is_needed(cast):
    answer = cast.api("agent").get("/api/v1/stage/fine")
    assert answer.status_code == 403
    assert "payments.post" in answer.json()["detail"]


@staged
def test_a_view_that_names_no_permission_lets_nobody_in(cast):
    assert cast.api("administrator").get("/api/v1/unguarded").status_code == 403


@staged
def test_a_crash_is_a_problem_and_tells_nothing_of_the_inside(cast):
    client = cast.api("lead")
    client.raise_request_exception = False
    answer = client.get("/api/v1/stage/crash")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "ZeroDivision" not in answer.content.decode()


def test_an_unknown_rest_address_is_a_problem():
    answer = APIClient().get("/api/v1/nothing-here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


# -- browser --------------------------------------------------------------------------------------------------


@staged
def test_a_refusal_no_view_caught_is_a_page_that_says_why(cast):
    answer = cast.browser("lead").get("/refusing/")
    assert answer.status_code == 422
    assert "Reversed already." in answer.content.decode()


@staged
@pytest.mark.parametrize(("language", "words"), [("en", "Our mistake"), ("zh-hans", "系统出错")])
def test_a_crash_is_a_calm_page_in_both_languages(cast, language, words):
    browser = cast.browser("lead")
    browser.raise_request_exception = False
    browser.cookies["django_language"] = language
    answer = browser.get("/crashing/")
    assert answer.status_code == 500
    assert words in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Page not found"), ("zh-hans", "页面不存在")])
def test_an_unknown_address_is_a_calm_page_in_both_languages(cast, language, words):
    browser = cast.browser("lead")
    browser.cookies["django_language"] = language
    answer = browser.get("/nothing/")
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_words(cast):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_every_page_carries_the_strict_policy(cast):
    for answer in (cast.nobody.get("/login/"), cast.browser("administrator").get("/people/")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_healthz_answers_without_a_log_in():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/people/?q=1", "/people/?q=1"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("", "/")],
)
def test_next_never_leads_away(wanted, led_to):
    assert safe_next(RequestFactory().post("/", {"next": wanted})) == led_to


def test_schema_and_its_page_open(cast):
    assert APIClient().get("/api/v1/schema/").status_code == 200
    assert Client().get("/api/v1/docs/").status_code == 200


@pytest.mark.parametrize(
    ("address", "led_to"),
    [
        ("/people/7/grant/", "/people/7/"),
        ("/teams/new/", "/teams/"),
        ("/cases/7/numbers/", "/cases/7/"),
        ("/integrations/keys/new/", "/integrations/"),
        ("/profile/languages-spoken/", "/profile/"),
    ],
)
def test_a_form_s_address_opened_by_itself_leads_to_the_page_above_it(cast, address, led_to):
    role = "agent" if address.startswith("/cases") else "administrator"
    answer = cast.browser(role).get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, led_to)
