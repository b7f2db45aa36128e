"""Whom a webhook may call, how it is signed, when it is tried again."""

import re
from datetime import timedelta
from ipaddress import ip_address

import pytest

from collections_app.integrations.posting import post
from collections_app.integrations.rules.addresses import Target, WrongAddress, is_public, target_of, to_call
from collections_app.integrations.rules.backoff import (
    FAILURES_BEFORE_REST,
    LONGEST_REST,
    PAUSED_AFTER,
    WAITS,
    gives_up,
    rest_after,
    wait_after,
)
from collections_app.integrations.rules.signature import signature, verified
from collections_app.shared import clock
from tests.house import source

from .receiver import receiver

EXAMPLE = target_of("https://example.com/hook?a=1", private_hosts=())


def test_an_address_is_taken_apart():
    assert Target(secure=True, host="example.com", port=443, path="/hook?a=1", private=False) == EXAMPLE
    own = target_of("http://dialler.intern:8080", private_hosts=["dialler.intern"])
    assert own == Target(secure=False, host="dialler.intern", port=8080, path="/", private=True)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "not_an_address"),
        ("example.com/hook", "not_an_address"),
        ("ftp://example.com/", "not_an_address"),
        ("https:///hook", "not_an_address"),
        ("https://me:secret@example.com/", "not_an_address"),
        ("https://example.com/#top", "not_an_address"),
        ("https://example.com:0/", "not_an_address"),
        ("https://example.com:99999/", "not_an_address"),
        ("https://example.com/a b", "not_an_address"),
        ("https://example.com/\r\nHost: x", "not_an_address"),
        ("https://exa_mple.com/", "not_an_address"),
        ("https://" + "a" * 500, "not_an_address"),
        ("https://[::1", "not_an_address"),
        ("http://example.com/", "not_https"),
        ("https://127.0.0.1/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://[::ffff:10.0.0.1]/", "private_address"),
    ],
)
def test_what_no_webhook_calls(url, code):
    with pytest.raises(WrongAddress) as wrong:
        target_of(url, private_hosts=())
    assert wrong.value.code == code


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(ip_address(address)) is public


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    assert to_call(EXAMPLE, ["93.184.216.34", "2606:2800:220:1::1"]) == "93.184.216.34"
    for found, code in ([], "unknown_host"), (["93.184.216.34", "10.0.0.1"], "private_address"):
        with pytest.raises(WrongAddress) as wrong:
            to_call(EXAMPLE, found)
        assert wrong.value.code == code


def test_a_name_that_leads_inside_is_never_connected_to():
    with receiver() as inside:
        port = inside.url.split(":")[2].split("/")[0]
        url = f"https://rebound.example:{port}/"
        assert post(url, body=b"{}", headers={}, resolve=lambda *_: ["127.0.0.1"]).error == "private_address"
        # The number 2130706433 is 127.0.0.1 for every resolver.
        assert post(f"https://2130706433:{port}/", body=b"{}", headers={}).error == "private_address"
    assert inside.calls == []


def test_the_name_is_asked_for_once_and_its_address_called():
    asked = []

    def once(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.255.255.1"]

    with receiver() as own:
        url = own.url.replace("127.0.0.1", "dialler.intern")
        answer = post(
            url, body=b"{}", headers={"Fairdue-Event-Id": "1"}, private_hosts=["dialler.intern"], resolve=once
        )
    assert (answer.status, answer.error, asked) == (200, "", ["dialler.intern"])
    assert own.calls[0][1]["Host"].startswith("dialler.intern:")


def test_waits_grow_and_end():
    assert [wait_after(n) for n in range(1, 9)] == [*WAITS, None]
    assert list(WAITS) == sorted(WAITS)
    assert wait_after(1) == timedelta(minutes=1)


def test_a_receiver_rests_twice_as_long_each_time_and_never_long():
    rests = [rest_after(failures) for failures in range(1, 11)]
    assert rests == [None, None, *(timedelta(seconds=one) for one in (15, 30, 60, 120, 240, 480, 900, 900))]
    assert rest_after(100_000) == LONGEST_REST
    # One event alone is tried as often as promised: no rest is longer than the wait after as many failures.
    assert all((rest_after(n) or timedelta()) <= wait_after(n) for n in range(1, len(WAITS) + 1))


def test_it_is_paused_long_after_the_last_try_of_an_event():
    assert sum(WAITS, timedelta()) < PAUSED_AFTER
    assert not gives_up(failing_for=PAUSED_AFTER - timedelta(seconds=1))
    assert gives_up(failing_for=PAUSED_AFTER)


def test_a_signature_is_good_for_its_body_secret_and_time():
    header = signature(["new", "old"], at=1_000, body=b"{}")
    assert header.startswith("t=1000,v1=") and header.count("v1=") == 2
    for secret in ("new", "old"):
        assert verified(header, secret, body=b"{}", now=1_300)
    assert not verified(header, "other", body=b"{}", now=1_000)
    assert not verified(header, "new", body=b"{} ", now=1_000)
    assert not verified(header, "new", body=b"{}", now=1_301)
    assert not verified(header.replace("t=1000", "t=1200"), "new", body=b"{}", now=1_300)
    for broken in ("", "v1=aa", "t=1,t=2,v1=x", "t=x,v1=a", "t=1000"):
        assert not verified(broken, "new", body=b"{}", now=1_000)


@pytest.mark.parametrize(
    ("behaviour", "status", "error"),
    [
        ("take", 200, ""),
        ("garbage", 200, ""),
        ("cut_the_body", 200, ""),
        ("huge_and_well", 200, ""),
        ("fail", 500, "status"),
        ("huge", 500, "status"),
        ("elsewhere", 301, "redirect"),
        ("close_early", None, "broke_off"),
        ("no_http", None, "not_http"),
        ("hang", None, "timeout"),
        ("trickle", None, "timeout"),
    ],
)
def test_whatever_the_receiver_does_there_is_an_answer(behaviour, status, error):
    slow = behaviour in ("hang", "trickle")
    with receiver(behaviour) as told:
        answer = post(
            told.url,
            body=b"{}",
            headers={"Fairdue-Event-Id": "1"},
            private_hosts=["127.0.0.1"],
            seconds=0.5 if slow else 5,
        )
    assert (answer.status, answer.error) == (status, error)
    assert len(answer.text) <= 300 and "\x00" not in answer.text
    assert told.ids() == ["1"]


def test_where_nobody_listens():
    with receiver() as gone:
        pass
    assert post(gone.url, body=b"{}", headers={}, private_hosts=["127.0.0.1"]).error == "refused"


def test_a_receiver_without_a_certificate_is_not_told_anything():
    with receiver() as plain:
        url = plain.url.replace("http:", "https:")
        answer = post(url, body=b"{}", headers={}, private_hosts=["127.0.0.1"])
    assert answer.error in ("tls", "broke_off") and plain.calls == []


def test_the_helper_for_receivers_checks_what_we_sign():
    page = (source.ROOT / "docs" / "how-to" / "webhooks.md").read_text(encoding="utf-8")
    helper: dict = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL).group(1), helper)
    check, now = helper["is_from_fairdue"], int(clock.now().timestamp())
    header = signature(["new", "old"], at=now, body=b"{}")
    assert check(header, b"{}", "new") and check(header, b"{}", "old")
    assert not check(header, b"{} ", "new") and not check(header, b"{}", "other")
    assert not check(signature(["new"], at=now - 400, body=b"{}"), b"{}", "new")


def test_the_page_names_the_waits():
    page = (source.ROOT / "docs" / "how-to" / "webhooks.md").read_text(encoding="utf-8")
    assert "1 minute, 5 minutes, 30 minutes, 2, 6, 24 and 24 hours" in page
    assert [wait.total_seconds() / 60 for wait in WAITS] == [1, 5, 30, 120, 360, 1440, 1440]
    assert "After three failures in a row" in page and FAILURES_BEFORE_REST == 3
    assert "first for 15 seconds" in page and "most 15 minutes" in page and "nothing for seven days is paused" in page
