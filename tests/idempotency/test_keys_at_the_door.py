"""A POST with an `Idempotency-Key` happens once, however often it is sent; a refused or broken one leaves no key."""

import json
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import path
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from accounts.models import Delivery
from collections_app import urls as real_urls
from collections_app.events.actions import record
from collections_app.events.models import Event
from collections_app.idempotency.after import after_answer
from collections_app.idempotency.models import KeptAnswer
from collections_app.idempotency.tasks import forget_old_answers
from collections_app.people import actions
from collections_app.people.models import RoleGrant
from collections_app.shared import clock
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

begun: list[str] = []
inside = threading.Event()
go_on = threading.Event()


def _where() -> str:
    return "in a transaction" if connection.in_atomic_block else "outside of it"


class Bell(APIView):
    """Rings (an event), and ends in the way its address says."""

    needs = {"GET": "payments.post", "POST": "payments.post"}

    def post(self, request, how):
        number = record("bell.rung", actor=actor_of(request), data={"how": how})
        return getattr(self, how)(request, number)

    def well(self, request, number):
        return Response({"rung": number, "said": request.data}, status=201, headers={"Location": "/x"})

    def refused(self, request, number):
        raise Refused("too_loud", "Too loud.")

    def crash(self, request, number):
        raise ZeroDivisionError

    def broken(self, request, number):
        try:
            record("NO KIND", actor=actor_of(request))
        except IntegrityError:
            return Response({"ok": True})

    def empty(self, request, number):
        return Response(status=204)

    def slowly(self, request, number):
        begun.append("one")
        inside.set()
        go_on.wait(timeout=30)
        return Response({"rung": number})

    def later(self, request, number):
        after_answer(lambda: begun.append("worker " + _where()))
        begun.append("view " + _where())
        return Response({"rung": number})


class Peal(Bell):
    """Rings anew each time."""

    answers_anew = True


urlpatterns = [
    path("api/v1/bell/<str:how>", Bell.as_view()),
    path("api/v1/peal/<str:how>", Peal.as_view()),
    *real_urls.urlpatterns,
]
handler400, handler403 = real_urls.handler400, real_urls.handler403
handler404, handler500 = real_urls.handler404, real_urls.handler500


@pytest.fixture
def machine(cast):
    return cast.api("integration")


def rung() -> int:
    return Event.objects.filter(kind="bell.rung").count()


def ring(machine, how="well", key="K-1", body=None, address="bell", **more):
    return machine.post(f"/api/v1/{address}/{how}", body or {"a": 1}, headers={"Idempotency-Key": key}, **more)


# -- once -----------------------------------------------------------------------------------------------------


def test_the_second_time_the_first_answer_comes_back(machine):
    first, second = ring(machine), ring(machine)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json() == {"rung": first.json()["rung"], "said": {"a": 1}}
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert rung() == 1


def test_an_answer_without_content_comes_back_without_content(machine):
    ring(machine, "empty")
    again = ring(machine, "empty")
    assert (again.status_code, again.content, again.headers["Idempotency-Replayed"]) == (204, b"", "true")
    assert rung() == 1


def test_without_a_key_every_post_counts(machine):
    for _time in range(2):
        machine.post("/api/v1/bell/well", {"a": 1})
    assert rung() == 2
    assert not KeptAnswer.objects.exists()


def test_another_key_is_another_request(machine):
    ring(machine, key="K-1")
    ring(machine, key="K-2")
    assert rung() == 2


@pytest.mark.parametrize(
    "change", [{"body": {"a": 2}}, {"how": "empty"}, {"QUERY_STRING": "x=1"}], ids=["body", "address", "query"]
)
def test_the_same_key_with_another_request_is_refused(machine, change):
    ring(machine)
    answer = ring(machine, **change)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert rung() == 1


def test_callers_have_keys_of_their_own(cast, machine):
    ring(machine)
    assert "Idempotency-Replayed" not in ring(cast.api("lead")).headers
    assert rung() == 2


def test_a_new_token_of_the_same_user_is_the_same_caller(cast, machine):
    ring(machine)
    assert ring(cast.api("integration")).headers["Idempotency-Replayed"] == "true"
    assert rung() == 1


def test_a_browser_session_may_name_a_key_too(cast):
    browser = cast.browser("lead")
    more = {"content_type": "application/json"}
    first, second = (ring(browser, body=json.dumps({"a": 1}), **more) for _time in range(2))
    assert first.json() == second.json()
    assert rung() == 1


def test_form_data_is_known_by_its_fields_and_files_not_by_its_boundary(machine):
    def send(content: bytes):
        file = SimpleUploadedFile("a.csv", content)
        return ring(machine, body={"file": file, "layout": "x"}, how="empty", format="multipart")

    assert send(b"one").status_code == 204
    assert send(b"one").headers["Idempotency-Replayed"] == "true"
    assert send(b"two").status_code == 422
    assert rung() == 1


# -- refused and broken ---------------------------------------------------------------------------------------


def test_what_was_refused_may_be_sent_again_and_what_the_view_wrote_stays(machine):
    for _time in range(2):
        answer = ring(machine, "refused")
        assert (answer.status_code, answer.json()["code"]) == (422, "too_loud")
    assert rung() == 2
    assert not KeptAnswer.objects.exists()
    assert ring(machine, "well").status_code == 201


def test_a_crash_leaves_neither_key_nor_work(machine):
    machine.raise_request_exception = False
    assert ring(machine, "crash").status_code == 500
    assert rung() == 0
    assert not KeptAnswer.objects.exists()
    assert ring(machine, "well").status_code == 201


def test_a_view_that_lost_its_writes_does_not_say_it_went_well(machine):
    machine.raise_request_exception = False
    assert ring(machine, "broken").status_code == 500
    assert rung() == 0


@pytest.mark.parametrize("key", ["", "x" * 101, "é", "a\tb", "钥匙"])
def test_a_key_that_cannot_be_one_is_refused_by_name(machine, key):
    answer = machine.post("/api/v1/bell/well", {}, HTTP_IDEMPOTENCY_KEY=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_idempotency_key")
    assert "Idempotency-Key" in answer.json()["detail"]
    assert rung() == 0


def test_the_longest_key_fits(machine):
    ring(machine, key="~" * 100)
    assert ring(machine, key="~" * 100).headers["Idempotency-Replayed"] == "true"


def test_a_large_body_takes_no_key(machine):
    answer = ring(machine, body={"a": "x" * 1024 * 1024})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_with_large_body")
    assert machine.post("/api/v1/bell/well", {"a": "x" * 1024 * 1024}).status_code == 201


# -- who ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "Token nonsense"])
def test_whoever_is_not_logged_in_gets_the_answer_of_the_view(cast, token):
    client = APIClient()
    if token:
        client.credentials(HTTP_AUTHORIZATION=token)
    answer = ring(client)
    assert answer.status_code == 401
    assert not KeptAnswer.objects.exists()


def test_a_lost_role_or_a_lock_hears_no_old_answer(cast, machine):
    user = cast.user("integration")
    ring(machine)
    grant = RoleGrant.objects.get(user=user)
    actions.revoke_role(actor=Actor.command("test"), grant_id=grant.pk, on=clock.local_date())
    assert ring(machine).status_code == 403
    user.is_active = False
    user.save()
    assert ring(machine).status_code == 401


def test_what_is_kept_cannot_be_read_in_the_database(machine):
    ring(machine, body={"name": "13800138000"})
    assert b"138" not in bytes(KeptAnswer.objects.get().body)


def test_log_in_and_looks_at_personal_data_keep_nothing(cast, machine):
    assert ring(machine, address="peal").status_code == 201
    assert ring(machine, address="peal").status_code == 201
    assert rung() == 2
    client, body = APIClient(), {"username": "integration.one", "password": "a-long-desk-password"}
    tokens = {
        client.post("/api/v1/log-in", body, headers={"Idempotency-Key": "K"}).json()["token"] for _time in range(2)
    }
    assert len(tokens) == 2
    assert not KeptAnswer.objects.exists()


def test_a_get_and_a_page_take_no_notice(cast, machine):
    assert machine.get("/api/v1/me", headers={"Idempotency-Key": ""}).status_code == 200
    assert cast.browser("lead").post("/profile/theme/", {"theme": "dark"}, headers={"Idempotency-Key": ""}).status_code
    assert machine.post("/api/v1/nowhere", {}, headers={"Idempotency-Key": "K"}).status_code == 404


# -- at the same moment, and long after -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_happen_once(cast, machine):
    other = cast.api("integration")
    begun.clear()
    inside.clear()
    go_on.clear()
    answers = []

    def send(client):
        try:
            answers.append(ring(client, "slowly"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in (machine, other)]
    for thread in threads:
        thread.start()
    assert inside.wait(timeout=30)
    threads[0].join(timeout=0.5)
    assert all(thread.is_alive() for thread in threads)
    go_on.set()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true"]
    assert (begun, rung()) == (["one"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_called_once_everything_is_committed(machine):
    begun.clear()
    for _time in range(2):
        ring(machine, "later")
    assert begun == ["view in a transaction", "worker outside of it"]


@pytest.mark.django_db(transaction=True)
def test_a_bank_file_sent_twice_with_a_key_is_one_delivery(machine):
    def deliver():
        file = SimpleUploadedFile("products.csv", b"nothing we know\n")
        return machine.post("/api/v1/deliveries", {"file": file}, format="multipart", headers={"Idempotency-Key": "D"})

    first, second = deliver(), deliver()
    assert (first.status_code, second.json()) == (202, first.json())
    assert Delivery.objects.get().status == "REFUSED"


def test_old_answers_are_forgotten(machine, settings):
    settings.IDEMPOTENCY_DAYS = 2
    ring(machine, key="old")
    KeptAnswer.objects.update(kept_at=timezone.now() - timedelta(days=2, hours=1))
    ring(machine, key="new")
    assert forget_old_answers() == 1
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["new"]
    assert "Idempotency-Replayed" not in ring(machine, key="old").headers
