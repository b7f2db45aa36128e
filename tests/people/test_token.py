"""The token door: log-in, log-out, who am I; every error is problem JSON."""

import pytest
from rest_framework.test import APIClient

from collections_app.events.models import Event
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(client, username="integration.one", password=PASSWORD):
    return client.post("/api/v1/log-in", {"username": username, "password": password})


def test_a_token_opens_the_door_until_log_out(cast):
    cast.user("integration")
    client = APIClient()
    answer = log_in(client)
    assert answer.status_code == 200
    assert answer.data["expires_at"] is not None
    client.credentials(HTTP_AUTHORIZATION=f"Token {answer.data['token']}")
    me = client.get("/api/v1/me")
    assert me.data["roles"] == ["integration"]
    assert "payments.post" in me.data["permissions"]
    assert client.post("/api/v1/log-out").status_code == 204
    assert client.get("/api/v1/me").status_code == 401
    assert Event.objects.get(kind="person.logged_in").data == {"door": "api"}


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [
        ({"username": "integration.one", "password": "wrong"}, 401, "wrong_password", []),
        ({"username": "integration.one"}, 400, "invalid", ["password"]),
        ({"username": "a\x00b", "password": "x"}, 400, "invalid", ["username"]),
        ({}, 400, "invalid", ["username", "password"]),
    ],
)
def test_a_wrong_log_in_is_a_problem_that_names_its_fields(cast, body, status, code, fields):
    cast.user("integration")
    answer = APIClient().post("/api/v1/log-in", body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert [error["field"] for error in problem.get("errors", [])] == fields


def test_five_wrong_passwords_lock_the_token_door_too(cast):
    cast.user("integration")
    client = APIClient()
    for _try in range(5):
        answer = log_in(client, password="wrong")
    assert (answer.status_code, answer.json()["code"]) == (429, "locked_out")
    assert log_in(client).status_code == 429


def test_a_caller_without_token_is_told_how_to_bring_one(cast):
    answer = APIClient().get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert answer.json()["code"] == "not_authenticated"


def test_a_problem_speaks_the_callers_language(cast):
    cast.user("integration")
    answer = APIClient().post(
        "/api/v1/log-in",
        {"username": "integration.one", "password": "wrong"},
        headers={"Accept-Language": "zh-Hans"},
    )
    assert answer.json()["detail"] == "登录名或密码错误。"
