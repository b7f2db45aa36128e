"""A night that begins while a file is taken in never leaves its rows behind."""

from datetime import date

from accounts.intake import phases
from accounts.models import Installation, LedgerEntry

ENTRIES = (
    "account_no,source_ref,kind,amount,posting_date,recorded_date\n"
    "A1,P1,PAYMENT,100.00,2026-03-20,2026-03-20\n"
    "A1,P2,PAYMENT,200.00,2026-03-20,\n"
)


def test_rows_are_recorded_for_the_night_after_the_one_that_began(open_desk, after_night, monkeypatch):
    after_night(date(2026, 3, 20), simulated=True)
    checked, begun = phases.check, []

    def check_and_begin(*given):
        checked(*given)
        if not begun:
            begun.append(Installation.objects.update(night_begun=date(2026, 3, 21)))

    monkeypatch.setattr(phases, "check", check_and_begin)
    open_desk.deliver(ENTRIES)
    assert open_desk.counts() == (2, 0, 0, 0)
    assert set(LedgerEntry.objects.values_list("recorded_on", flat=True)) == {date(2026, 3, 21)}
    assert open_desk.last.recorded_on == date(2026, 3, 21)
