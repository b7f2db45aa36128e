"""Mail one by one: a row for each reader, claimed, tried again, given up; where mail may go."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from collections_app.dashboards import actions, mails, tasks
from collections_app.dashboards.alert_scope import Scope
from collections_app.dashboards.models import AlertMail, AlertRaised, Mailing, SummarySent
from collections_app.dashboards.outbox import LEASE
from collections_app.dashboards.rules.mailing import MOST_TRIES, may_go_to, wait_after
from collections_app.events.models import Event
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.cases.desk import NOW, waiting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BAD, GOOD = "manager@bank.example", "lead@bank.example"
send = EmailMultiAlternatives.send


class Hands:
    """Turns the clock."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch
        self.to(NOW)

    def to(self, at):
        self.at = at
        self.monkeypatch.setattr(clock, "now", lambda: at)

    def on(self, step=MINUTE):
        self.to(self.at + step)


@pytest.fixture
def hands(monkeypatch):
    return Hands(monkeypatch)


@pytest.fixture
def server(monkeypatch):
    """A mail server that refuses one address, and keeps those it was asked for."""
    asked = []

    def answer(mail):
        asked.append(mail.to[0])
        if mail.to == [BAD]:
            raise SMTPRecipientsRefused({BAD: (550, b"no such user")})
        return send(mail)

    monkeypatch.setattr(EmailMultiAlternatives, "send", answer)
    return asked


def subscribe(cast, *roles, summary="NEVER"):
    for role in roles:
        address = f"{role}@bank.example"
        actions.set_mailing(
            actor=cast.actor(role), address=address, alerts=True, summary=summary, hour=8, at=clock.now()
        )


def raise_one(cast, *told):
    actions.set_alert(
        actor=cast.actor("lead"),
        figure="cases",
        operator="ABOVE",
        threshold=Decimal(0),
        told=[cast.user(role).pk for role in told],
        scope=Scope(),
        at=clock.now(),
    )
    waiting()


def of(cast, role) -> AlertMail:
    return AlertMail.objects.get(user=cast.user(role))


# -- one row for each reader ----------------------------------------------------------------------------------------


def test_a_refused_address_keeps_nobody_from_theirs_and_nobody_has_it_twice(cast, hands, server, mailoutbox):
    subscribe(cast, "manager", "lead")
    raise_one(cast, "manager", "lead")
    for _ in range(5):
        tasks.look_at_alerts()
        hands.on()
    assert [mail.to for mail in mailoutbox] == [[GOOD]]
    assert (of(cast, "lead").tries, of(cast, "lead").sent_at) == (1, NOW)
    refused = of(cast, "manager")
    assert (refused.tries, refused.sent_at) == (3, None)  # at 0, 1 and 3 minutes
    assert "no such user" in refused.failure
    assert (BAD in refused.failure, "m***@bank.example" in refused.failure) == (False, True)
    assert AlertRaised.objects.get().mailed_at == NOW


def test_a_failing_address_is_given_up_after_its_tries(cast, hands, server):
    subscribe(cast, "manager")
    raise_one(cast, "manager")
    for _ in range(24):
        tasks.look_at_alerts()
        hands.on(timedelta(minutes=30))
    assert server == [BAD] * MOST_TRIES
    assert (of(cast, "manager").tries, AlertRaised.objects.get().mailed_at) == (MOST_TRIES, None)


def test_what_was_given_up_is_tried_again_for_an_address_saved_anew(cast, hands, server, mailoutbox):
    subscribe(cast, "manager")
    raise_one(cast, "manager")
    tasks.look_at_alerts()
    AlertMail.objects.update(tries=MOST_TRIES, next_try_at=None)
    tasks.look_at_alerts()
    assert mailoutbox == []
    actions.set_mailing(
        actor=cast.actor("manager"), address="new@bank.example", alerts=True, summary="NEVER", hour=8, at=NOW
    )
    tasks.look_at_alerts()
    assert [mail.to for mail in mailoutbox] == [["new@bank.example"]]


def test_who_subscribes_while_it_stands_is_written_to_and_nobody_after_it_ended(cast, hands, mailoutbox):
    subscribe(cast, "lead")
    raise_one(cast, "lead", "manager", "quality")
    tasks.look_at_alerts()
    subscribe(cast, "manager")
    tasks.look_at_alerts()
    AlertRaised.objects.update(ended_at=NOW)
    subscribe(cast, "quality")
    mails.plan_alerts(at=NOW)
    assert [mail.to[0] for mail in mailoutbox] == [GOOD, "manager@bank.example"]
    assert not AlertMail.objects.filter(user=cast.user("quality")).exists()


def test_whatever_is_wrong_with_one_mail_the_others_are_sent(cast, hands, monkeypatch, mailoutbox):
    subscribe(cast, "manager", "lead")
    raise_one(cast, "manager", "lead")

    def answer(mail):
        if mail.to == [BAD]:
            raise ValueError
        return send(mail)

    monkeypatch.setattr(EmailMultiAlternatives, "send", answer)
    tasks.look_at_alerts()
    assert [mail.to for mail in mailoutbox] == [[GOOD]]
    assert of(cast, "manager").failure == "ValueError"


def test_what_still_stood_when_rows_came_is_not_mailed_again(cast, hands, mailoutbox):
    subscribe(cast, "lead")
    raise_one(cast, "lead")
    actions.check_alerts(actor=cast.actor("lead"), at=NOW)
    AlertRaised.objects.update(mailed_at=NOW)
    migration = import_module("collections_app.dashboards.migrations.0005_one_mail_for_each_reader")
    with connection.cursor() as cursor:
        cursor.execute(migration.NOTE_WRITTEN)
    tasks.look_at_alerts()
    assert (mailoutbox, of(cast, "lead").sent_at) == ([], NOW)


# -- the claim ------------------------------------------------------------------------------------------------------


def test_of_two_workers_one_sends(cast, hands, monkeypatch, mailoutbox):
    subscribe(cast, "lead")
    raise_one(cast, "lead")
    other = []

    def answer(mail):
        hands.on(2 * MINUTE)  # a slow server; the next run begins meanwhile
        other.append(mails.send_alerts(at=clock.now()))
        return send(mail)

    monkeypatch.setattr(EmailMultiAlternatives, "send", answer)
    tasks.look_at_alerts()
    assert (other, len(mailoutbox)) == ([0], 1)


def test_a_worker_that_died_leaves_its_mail_to_another(cast, hands, monkeypatch, mailoutbox):
    subscribe(cast, "lead")
    raise_one(cast, "lead")

    def die(_mail):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(EmailMultiAlternatives, "send", die)
        with pytest.raises(SystemExit):
            tasks.look_at_alerts()
    hands.on()
    assert mails.send_alerts(at=clock.now()) == 0
    hands.on(LEASE)
    assert (mails.send_alerts(at=clock.now()), len(mailoutbox), of(cast, "lead").tries) == (1, 1, 2)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_is_asked(cast, hands, monkeypatch):
    subscribe(cast, "lead", summary="DAY")
    raise_one(cast, "lead")
    open_then = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda _mail: open_then.append(connection.in_atomic_block))
    tasks.look_at_alerts()
    hands.on(timedelta(hours=20))
    tasks.mail_summaries()
    assert open_then == [False, False]
    assert SummarySent.objects.get().sent_at == clock.now()


def test_how_long_a_failed_mail_rests():
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES)]
    assert [wait // MINUTE for wait in waits] == [1, 2, 4, 8, 16, 32, 64, 120, 120]
    assert timedelta(hours=6) < sum(waits, timedelta()) < mails.LATEST


# -- told to its owner ----------------------------------------------------------------------------------------------


def page(cast, role):
    return cast.browser(role).get("/dashboard/alerts/").content.decode()


def test_its_owner_reads_on_the_page_that_mail_fails_and_why(cast, hands, server, mailoutbox):
    subscribe(cast, "manager", "lead")
    raise_one(cast, "manager", "lead")
    tasks.look_at_alerts()
    told = page(cast, "manager")
    assert "The last mail to you was not sent" in told
    assert "try 1 of 10" in told and "no such user" in told and "It is tried again." in told
    assert "was not sent" not in page(cast, "lead") + page(cast, "quality")
    AlertMail.objects.update(tries=MOST_TRIES)
    assert "It is not tried again. Check the address." in page(cast, "manager")
    hands.on()
    subscribe(cast, "manager")
    assert "was not sent" not in page(cast, "manager")


def test_a_newer_mail_that_arrived_ends_the_notice(cast, hands, server, mailoutbox):
    subscribe(cast, "manager", summary="DAY")
    raise_one(cast, "manager")
    tasks.look_at_alerts()
    SummarySent.objects.create(
        user=cast.user("manager"), day="2025-03-10", first="2025-03-09", due_at=NOW, tried_at=NOW + MINUTE, sent_at=NOW
    )
    assert "was not sent" not in page(cast, "manager")


# -- where mail may go ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "domains", "may"),
    [
        ("a@bank.example", (), True),
        ("a@bank.example", ("bank.example",), True),
        ("A@BANK.Example", ("bank.example",), True),
        ("a@mail.bank.example", ("bank.example",), False),
        ("a@evilbank.example", ("bank.example",), False),
        ("a@bank.example.evil.example", ("bank.example", "group.example"), False),
    ],
)
def test_which_addresses_mail_may_go_to(address, domains, may):
    assert may_go_to(address, domains) is may


def test_another_domain_is_refused_at_its_field(cast, hands, settings):
    settings.MAIL_DOMAINS = frozenset({"bank.example", "group.example"})
    subscribe(cast, "lead")
    with pytest.raises(Refused) as refused:
        actions.set_mailing(
            actor=cast.actor("lead"), address="me@home.example", alerts=True, summary="DAY", hour=8, at=NOW
        )
    assert (refused.value.code, refused.value.field) == ("domain_not_allowed", "address")
    given = {"address": "me@home.example", "summary": "DAY", "hour": "8"}
    answer = cast.browser("lead").post("/dashboard/alerts/mailing/", given)
    assert answer.status_code == 422
    assert "Mail goes only to addresses of: bank.example, group.example." in answer.content.decode()
    told = cast.api("lead").put("/api/v1/me/mailing", {"address": "me@home.example", "summary": "DAY"})
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "address")
    assert Mailing.objects.get().address == GOOD


def test_an_address_from_before_gets_nothing_and_its_owner_is_told(cast, hands, settings, mailoutbox):
    subscribe(cast, "lead")
    settings.MAIL_DOMAINS = frozenset({"group.example"})
    raise_one(cast, "lead")
    tasks.look_at_alerts()
    assert (mailoutbox, of(cast, "lead").tries) == ([], 0)
    assert "Mail does not go to addresses like yours any more" in page(cast, "lead")


def test_the_event_has_the_address_masked(cast, hands):
    subscribe(cast, "lead")
    assert Event.objects.get(kind="mailing.set").data["address"] == "l***@bank.example"
