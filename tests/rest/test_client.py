"""The example client against a running server: a dialler's day, a payment channel's day, and what goes wrong."""

import re
import sys
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import pytest

from accounts.models import CardAccount, LedgerEntry
from collections_app.arrangements.models import PromiseToPay
from collections_app.cases.models import CaseHold, Claim
from collections_app.contacts.models import Contact
from collections_app.events.models import Event
from collections_app.shared.throttling import PerCaller
from tests.cast import PASSWORD
from tests.contacts.desk import RPC
from tests.desk.stage import at_ten, join, on_stage
from tests.house.source import ROOT
from tests.integrations.feed import settled
from tests.integrations.machines import key_for

sys.path.insert(0, str(ROOT / "clients" / "python"))
import dialler_day
import payment_channel_day
from fairdue_client import Client, Problem


@pytest.fixture
def stage(transactional_db, cast, monkeypatch):
    """Cases of M2 in the queue of the agent's desk, at ten in the morning."""
    stage = on_stage(cast)
    at_ten(monkeypatch)
    monkeypatch.setattr(PerCaller, "get_rate", lambda self: None)
    return stage


def test_a_day_of_a_dialler_and_a_day_of_a_payment_channel(stage, cast, live_server):
    """Each with a key of exactly the scopes that the guide names, as a bank would connect them."""
    dialler = Client(live_server.url, api_key=key_of(cast, "dialler"))
    dialler_works(dialler)
    channel = Client(live_server.url, api_key=key_of(cast, "payment channel"), language="zh-Hans")
    payments_are_posted(channel)
    what_is_refused_is_a_problem(channel)


def test_a_machine_may_nothing_beyond_its_scopes(stage, cast, live_server):
    channel = Client(live_server.url, api_key=key_of(cast, "payment channel"))
    with pytest.raises(Problem) as refused:
        channel.post("next-case")
    assert (refused.value.status, refused.value.code) == (403, "permission_denied")


def test_what_was_said_to_a_dialler_holds_the_case_although_its_key_holds_none(stage, cast, live_server):
    dialler = Client(live_server.url, api_key=key_of(cast, "dialler"))
    claim = dialler.post("next-case")
    with pytest.raises(Problem) as refused:
        dialler.post(f"cases/{claim['case']}/holds", {"kind": "FRAUD_CLAIM", "reason": "says so"})
    assert refused.value.status == 403
    number = dialler.get(f"cases/{claim['case']}")["contact_points"][0]["id"]
    said = {"submission": str(uuid4()), "contact_point_id": number, "outcome": "FRAUD_CLAIM", "inbound": True}
    dialler.post(f"cases/{claim['case']}/contacts", {**said, **RPC})
    assert CaseHold.objects.get(case=claim["case"], released_at=None).kind == "FRAUD_CLAIM"


def test_a_person_may_log_in_with_the_client_too(stage, cast, live_server):
    me = Client.log_in(live_server.url, "agent.one", PASSWORD).get("me")
    assert (me["id"], me["roles"]) == (cast.user("agent").pk, ["agent"])


def key_of(cast, system):
    """A key with the scopes that docs/how-to/integrate.md gives the system; its user works on the agent's desk."""
    join(cast, "integration", "MID")
    page = (ROOT / "docs" / "how-to" / "integrate.md").read_text(encoding="utf-8")
    (line,) = (line for line in page.splitlines() if line.startswith(f"| {system} |"))
    return key_for(cast.user("integration"), *re.findall("`([^`]+)`", line.split("|")[4]))[1]


@pytest.mark.parametrize(
    "system", ["core banking", "payment channel", "dialler", "SMS gateway", "data warehouse", "outside agency"]
)
def test_the_guide_names_scopes_that_keys_may_have(cast, system, db):
    assert key_of(cast, system)


def dialler_works(dialler):
    before = Contact.objects.count()
    said = iter([dialler_day.nobody_there, pays_on_friday])
    done = dialler_day.work(dialler, cases=2, call=lambda permit: next(said)(permit))
    assert (done["cases"], done["called"], done["promised"]) == (2, 2, 1)
    new = Contact.objects.order_by("pk")[before:]
    assert [(contact.outcome_id, contact.breach) for contact in new] == [("NO_ANSWER", False), ("RPC_PTP", False)]
    assert PromiseToPay.objects.filter(case=new[1].case, status="OPEN").count() == 1
    assert not Claim.objects.filter(user__username="integration.one").exists()
    assert len(list(dialler.pages("contacts", page_size=1))) == before + 2
    named = Event.objects.filter(kind="contact.logged", api_key__gt="").values_list("data__contact", flat=True)
    assert set(named) == {contact.pk for contact in new}


def pays_on_friday(permit):
    said = dialler_day.promises(permit)
    said["promise"]["due_on"] = date(2025, 4, 14)
    return said


def payments_are_posted(channel):
    number = CardAccount.objects.order_by("pk")[0].account_no
    row = {"account_no": number, "amount": "10.00", "value_date": "2025-04-09"}
    rows = [{**row, "source_ref": f"PC-{n}", "amount": f"{n + 10}.00"} for n in range(3)]
    rows.append({**rows[0], "source_ref": "PC-X", "account_no": "nobody"})
    assert [one["status"] for _row, one in payment_channel_day.post(channel, rows)] == ["created"] * 3 + ["refused"]
    assert [one["status"] for _row, one in payment_channel_day.post(channel, rows)] == ["same"] * 3 + ["refused"]
    bounced = {"account_no": number, "reverses_ref": "PC-1", "reason": "bounced"}
    assert payment_channel_day.reverse(channel, source_ref="PC-1-R", **bounced)
    assert not payment_channel_day.reverse(channel, source_ref="PC-1-S", **bounced)
    assert LedgerEntry.objects.filter(source_ref__startswith="PC-").count() == 4
    settled()
    found, cursor = payment_channel_day.happened(channel)
    assert [row["data"]["source_ref"] for row in found][-4:] == ["PC-0", "PC-1", "PC-2", "PC-1-R"]
    assert payment_channel_day.happened(channel, cursor)[0] == []


def what_is_refused_is_a_problem(channel):
    with pytest.raises(Problem) as refused:
        channel.post(
            "payments", {"account_no": "nobody", "amount": "1.00", "value_date": "2025-04-09", "source_ref": "1"}
        )
    assert (refused.value.status, refused.value.code, refused.value.errors[0]["field"]) == (
        422,
        "unknown_account",
        "account_no",
    )
    with pytest.raises(Problem) as stranger:
        Client(channel.root.removesuffix("/api/v1/"), token="wrong").get("me")
    assert stranger.value.status == 401


class Flaky(BaseHTTPRequestHandler):
    """Answers 503, hangs up, and then well; keeps what it was asked."""

    asked: list[str] = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(self.headers["Idempotency-Key"])
        if len(self.asked) == 2:
            self.close_connection = True
            return
        body = b'{"created": true}'
        self.send_response(503 if len(self.asked) == 1 else 201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Nothing."""


def test_a_post_without_an_answer_is_sent_again_under_the_same_key():
    server = HTTPServer(("127.0.0.1", 0), Flaky)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        client = Client(f"http://127.0.0.1:{server.server_port}")
        assert client.post("payments", {"amount": "1.00"}) == {"created": True}
        assert len(Flaky.asked) == 3 and len(set(Flaky.asked)) == 1
        with pytest.raises(ValueError, match="nowhere else"):
            client.get("http://elsewhere.example/api/v1/accounts")
    finally:
        server.shutdown()
        server.server_close()
