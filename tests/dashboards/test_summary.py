"""The mailed summary: when it is due, of which days, what it tells, sent once."""

from datetime import timedelta

import pytest

from collections_app.contacts.actions import correct_contact
from collections_app.dashboards import actions, mails, tasks
from collections_app.dashboards.models import SummarySent
from collections_app.dashboards.queries.standing import standing_after
from collections_app.dashboards.queries.summary import summary
from collections_app.dashboards.rules.mailing import days_of_summary
from collections_app.people.models import Team, TeamAssignment, User
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.arrangements.promised import promised
from tests.cases.desk import NOW, agent, waiting
from tests.contacts.desk import RPC, entry, open_file
from tests.dashboards.figures import figure

EIGHT = NOW + timedelta(hours=20)
"""08:00 on Tuesday 11 March 2025 in Shanghai."""


@pytest.mark.parametrize(
    ("summary", "day", "hour", "days"),
    [
        ("DAY", "03-11", 8, ("03-10", "03-10")),
        ("DAY", "03-11", 7, None),
        ("WEEK", "03-10", 9, ("03-03", "03-09")),
        ("WEEK", "03-11", 9, None),
        ("NEVER", "03-10", 9, None),
    ],
)
def test_when_a_summary_is_due(summary, day, hour, days):
    found = days_of_summary(summary, hour=8, day=d(day), now_hour=hour)
    assert found == (days and (d(days[0]), d(days[1])))


pytestmark = pytest.mark.django_db


@pytest.fixture
def at_eight(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: EIGHT)


def subscribe(cast, role="lead", summary="DAY", hour=8):
    actions.set_mailing(
        actor=cast.actor(role), address=f"{role}@bank.example", alerts=False, summary=summary, hour=hour, at=NOW
    )


def worked():
    worker = agent()
    open_file().log(worker, "RPC_EXCUSE", inbound=True, number="13800138000", reason="ILLNESS", **RPC)
    promised(waiting(), "100.00", "03-12", actor=worker)


def test_it_counts_the_work_of_its_days_by_desk():
    worked()
    found = summary(first=d("03-10"), last=d("03-10"))
    assert (found.all["contacts"], found.all["right_party"], found.all["promises_made"]) == (1, 1, 1)
    ((team, counts),) = found.desks
    assert (team.code, counts["contacts"]) == ("FRONT", 1)
    assert summary(first=d("03-11"), last=d("03-11")).all["contacts"] == 0


def test_a_contact_somebody_else_corrected_stays_with_the_desk_that_made_it():
    wrong = open_file().log(agent(), "NO_ANSWER", inbound=True, number="13800138000")
    chief = agent(team="MID", role="lead")
    correct_contact(actor=chief, contact_id=wrong.pk, entry=entry("NO_ANSWER"), reason="Another number", at=NOW)
    ((team, counts),) = summary(first=d("03-10"), last=d("03-10")).desks
    assert (team.code, counts["contacts"]) == ("FRONT", 1)


def test_it_is_sent_once_as_text_and_table_in_the_readers_language(cast, at_eight, mailoutbox):
    subscribe(cast)
    subscribe(cast, "manager")
    User.objects.filter(pk=cast.user("manager").pk).update(language="zh-hans")
    worked()
    assert tasks.mail_summaries() == 2
    assert tasks.mail_summaries() == 0
    by_address = {mail.to[0]: mail for mail in mailoutbox}
    english, chinese = by_address["lead@bank.example"], by_address["manager@bank.example"]
    assert "Contacts: 1" in english.body
    assert "Front end" in english.alternatives[0][0]
    assert "前端" in chinese.body
    assert [row.sent_at for row in SummarySent.objects.all()] == [EIGHT, EIGHT]


def test_it_begins_with_the_buckets_of_each_currency_and_what_changed(cast, at_eight, mailoutbox):
    figure("03-10", "M0", 10, "1000.00", "100.00")
    figure("03-11", "M0", 7, "700.00", "70.00")
    figure("03-11", "M1", 4, "450.00", "60.00")
    subscribe(cast)
    tasks.mail_summaries()
    (mail,) = mailoutbox
    assert "M0: 7 accounts (−3), balance 700.00, past due 70.00" in mail.body
    assert "Delinquent: 11 accounts (+1), balance 1,150.00, past due 130.00" in mail.body
    assert "Buckets at the beginning of 11 Mar 2025, CNY" in mail.alternatives[0][0]


def test_after_days_no_night_has_reached_nothing_is_compared():
    figure("03-01", "M1", 4, "450.00")
    (found,) = standing_after(d("03-10"), d("03-10"))
    assert (found.day, found.lines[-1].now.accounts, found.lines[-1].change) == (d("03-01"), 4, None)


def test_an_outside_agency_reads_of_its_own_desks_only(cast, at_eight, mailoutbox):
    figure("03-10", "M1", 10, "1000.00")
    agency = Team.objects.create(code="AGENCY1", name_en="Agency one", name_zh="外包一", tier=Team.Tier.AGENCY)
    TeamAssignment.objects.create(user=cast.user("lead"), team=agency, valid_from="2000-01-01", reason="HOME")
    subscribe(cast)
    worked()
    tasks.mail_summaries()
    (mail,) = mailoutbox
    assert "Contacts: 0" in mail.body
    assert "Front end" not in mail.body
    assert "M1" not in mail.body


def test_it_waits_for_its_hour_and_for_the_next_day_after_subscribing(cast, mailoutbox):
    subscribe(cast, hour=9)
    assert mails.plan_summaries(at=EIGHT) == 0
    assert mails.plan_summaries(at=NOW) == 0  # at noon of the day he subscribed, nine has passed
    assert mails.plan_summaries(at=EIGHT + timedelta(hours=1)) == 1


def test_a_failed_one_is_tried_again_and_says_why(cast, at_eight, monkeypatch, mailoutbox):
    subscribe(cast)
    mails.plan_summaries(at=EIGHT)

    def refuse(*_args):
        raise OSError("no route to host")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert mails.send_summaries(at=EIGHT) == 0
    row = SummarySent.objects.get()
    assert (row.tries, row.failure, row.sent_at) == (1, "no route to host", None)
    assert mails.send_summaries(at=EIGHT) == 0  # it rests for a minute
    monkeypatch.setattr(clock, "now", lambda: EIGHT + timedelta(minutes=1))
    assert mails.send_summaries(at=clock.now()) == 1
    assert len(mailoutbox) == 1


def test_old_news_and_lost_roles_are_not_sent(cast, mailoutbox):
    subscribe(cast)
    mails.plan_summaries(at=EIGHT)
    assert mails.send_summaries(at=EIGHT + timedelta(hours=13)) == 0
    cast.user("lead").grants.update(valid_to="2025-03-09")
    assert mails.send_summaries(at=EIGHT) == 0
    assert mailoutbox == []
