"""One team on a day: what covers a day, and what a new stay does to those around it."""

from datetime import date

import pytest

from collections_app.people.rules.stays import Stay, room_for, stay_on

FRONT, MID, LEGAL = 1, 2, 3


def d(text):
    return date.fromisoformat(f"2026-{text}")


def stay(number, team, first, end=None):
    return Stay(number=number, team=team, first=d(first), end=d(end) if end else None)


HOME = stay(1, FRONT, "01-01")
UNTIL_MAY = stay(1, FRONT, "01-01", "05-01")
LATER = stay(2, LEGAL, "05-01")


@pytest.mark.parametrize(
    ("day", "number"), [("01-01", 1), ("04-30", 1), ("05-01", 2), ("12-31", 2)], ids=["first", "last", "next", "later"]
)
def test_the_first_day_counts_and_the_end_does_not(day, number):
    assert stay_on([UNTIL_MAY, LATER], d(day)).number == number


def test_before_the_first_stay_there_is_none():
    assert stay_on([HOME], date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("stays", "first", "end", "ends", "resumes", "inside"),
    [
        ([], "03-02", None, None, False, []),
        ([HOME], "03-02", None, 1, False, []),
        ([HOME], "03-02", "04-13", 1, True, []),
        ([HOME], "03-02", "03-03", 1, True, []),
        ([HOME], "01-01", "01-02", 1, True, []),
        ([UNTIL_MAY, LATER], "03-02", "05-01", 1, False, []),
        ([UNTIL_MAY, LATER], "03-02", "04-30", 1, True, []),
        ([UNTIL_MAY, LATER], "03-02", "05-02", 1, False, [2]),
        ([UNTIL_MAY, LATER], "03-02", None, 1, False, [2]),
        ([UNTIL_MAY, LATER], "05-01", None, 2, False, []),
        ([UNTIL_MAY], "05-01", "06-01", None, False, []),
    ],
    ids=[
        "nobody yet", "for good", "six weeks", "one day", "from its first day", "to the end of the running one",
        "a day less", "over a coming change", "for good over a coming change", "the coming change itself", "after all",
    ],
)  # fmt: skip
def test_what_a_new_stay_does_to_the_others(stays, first, end, ends, resumes, inside):
    room = room_for(stays, first=d(first), end=d(end) if end else None)
    assert (room.ends.number if room.ends else None) == ends
    assert room.resumes == resumes
    assert [one.number for one in room.inside] == inside
