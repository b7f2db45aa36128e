"""`manage.py demo` from an empty database to a portfolio that has been aged to the day."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import BucketInterval, CardAccount, Installation, LedgerEntry, PortfolioFigure, Position, Statement
from collections_app.demo import actions, desk_work, panel, portfolio, uci
from collections_app.events.queries import events_of_kind
from collections_app.people.models import User

pytestmark = pytest.mark.django_db


def demo(*words: str) -> str:
    said = StringIO()
    call_command("demo", *words, stdout=said)
    return said.getvalue()


@pytest.fixture
def one_month(monkeypatch):
    monkeypatch.setattr(portfolio, "MONTHS", 1)


def test_an_empty_database_becomes_a_portfolio_aged_to_the_day(one_month):
    said = demo("--size", "12", "--until", "2026-04-02", "--if-empty", "--log-ins")
    assert "accounts: 12 rows" in said
    assert "night 2026-04-02" in said
    assert "Demo log-ins, all with the password" in said
    assert Installation.objects.get().business_date >= date(2026, 4, 2)
    assert Position.objects.count() == 12
    assert PortfolioFigure.objects.filter(day=date(2026, 4, 2)).exists()
    assert User.objects.filter(username="manager").exists()
    assert events_of_kind(desk_work.DONE).get().business_date == date(2026, 3, 19)


def test_a_second_start_keeps_the_data(one_month, monkeypatch):
    monkeypatch.setattr(actions, "_nights", lambda *_: None)
    demo("--size", "3", "--until", "2026-04-03", "--if-empty")
    entries = LedgerEntry.objects.count()
    assert "holds its demo already" in demo("--if-empty")
    assert LedgerEntry.objects.count() == entries
    assert CardAccount.objects.count() == 3


def test_the_log_ins_alone_load_nothing_and_need_a_demo():
    with pytest.raises(CommandError, match="not a demo"):
        demo("--log-ins")
    assert not CardAccount.objects.exists()


def test_a_portfolio_without_accounts_is_refused():
    with pytest.raises(CommandError, match="at least 1"):
        demo("--size", "0")


# Months of nights inside one transaction would hold the locks of all their work tables.
@pytest.mark.django_db(transaction=True)
def test_the_panel_is_aged_and_its_bills_are_our_balances(short_panel):
    demo("--source", "uci", "--until", "2005-06-25")
    assert Installation.objects.get().business_date == date(2005, 6, 25)
    for client in panel.clients():
        account = CardAccount.objects.get(account_no=uci.account_no(client))
        assert account.position.balance == client.bills[2]
        assert account.position.cycle_seq == 3
        bills = Statement.objects.filter(card_account=account).order_by("seq")
        assert [bill.months_past_due for bill in bills] == [max(status, 0) for status in client.statuses]
    assert not LedgerEntry.objects.filter(recorded_by="night").exists()
    assert BucketInterval.objects.filter(bucket__gte=0).exists()
