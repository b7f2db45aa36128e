"""The bucket calendar of an account as a picture: twelve months on one line, and the same as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from accounts.explain.reading import LOOK_AHEAD_DAYS, ONE_DAY, Reading
from accounts.rules.buckets import Bucket
from accounts.rules.calendar import months_later
from accounts.rules.facts import Kind

DAYS = 366
DAY_WIDTH = 3
"""Units of the picture per day; its height is fixed in the template."""
NARROWEST_NAMED_BAND = 24
SHOWN_KINDS = {Kind.PAYMENT: "payment", Kind.LATE_FEE: "late_fee"}


@dataclass(frozen=True)
class Band:
    """Days [since, until) of one bucket; `ahead`: not yet, and only if nothing is paid."""

    since: date
    until: date
    bucket: str
    ahead: bool
    x: int
    width: int

    @property
    def named(self) -> bool:
        """Whether its name fits into it; "Current" is a word, the others are two or three signs."""
        return self.width >= NARROWEST_NAMED_BAND * (1 if self.bucket.startswith("M") else 2)

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Mark:
    """Something on one day: `statement`, `due`, `payment`, `late_fee`, `change`; grace has a width."""

    day: date
    kind: str
    x: int
    width: int = 0
    amount: Decimal | None = None
    bucket: str = ""
    ahead: bool = False
    seq: int | None = None


@dataclass(frozen=True)
class Strip:
    """The picture: bands of buckets, marks, months; `rows` are the marks and changes in the order of days."""

    width: int
    today_x: int
    months: tuple[tuple[date, int], ...]
    bands: tuple[Band, ...]
    grace: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    rows: tuple[Mark, ...]


def strip_of(reading: Reading) -> Strip:
    """Nine months back and three ahead of `on`; what is ahead supposes that nothing more is paid."""
    first = reading.on - timedelta(days=DAYS - LOOK_AHEAD_DAYS - 1)
    picture = _Picture(reading, first)
    marks = sorted(picture.marks(), key=lambda mark: (mark.day, mark.kind))
    bands = tuple(picture.bands())
    changes = [
        Mark(band.since, "change", band.x, bucket=band.bucket, ahead=band.ahead) for band in bands if band.since > first
    ]
    return Strip(
        width=DAYS * DAY_WIDTH,
        today_x=picture.x(reading.on),
        months=tuple(picture.months()),
        bands=bands,
        grace=tuple(picture.grace()),
        marks=tuple(marks),
        rows=tuple(sorted([*marks, *changes], key=lambda mark: mark.day, reverse=True)),
    )


class _Picture:
    """Days become units; everything outside the twelve months is left out."""

    def __init__(self, reading: Reading, first: date):
        self.reading, self.first = reading, first
        self.end = first + timedelta(days=DAYS)

    def x(self, day: date) -> int:
        return (min(max(day, self.first), self.end) - self.first).days * DAY_WIDTH

    def shows(self, day: date) -> bool:
        return self.first <= day < self.end

    def months(self) -> Iterator[tuple[date, int]]:
        day = self.first.replace(day=1)
        while day < self.end:
            if day >= self.first:
                yield day, self.x(day)
            year, month = months_later(day, 1)
            day = date(year, month, 1)

    def bands(self) -> Iterator[Band]:
        for (since, bucket), (until, _) in pairwise([*self._changes(), (self.end, Bucket.CURRENT)]):
            if until > self.first and since < self.end:
                start = max(since, self.first)
                x = self.x(start)
                yield Band(start, until, bucket.label, start > self.reading.on, x, self.x(until) - x)

    def _changes(self) -> Iterator[tuple[date, Bucket]]:
        """(first day, bucket) of every run of one bucket, past and ahead."""
        before: Bucket | None = None
        said = [(interval.from_date, interval.bucket) for interval in self.reading.book.intervals]
        said = [(day, bucket) for day, bucket in said if day < self.reading.on]
        now = (self.reading.on, self.reading.shown.bucket)
        ahead = [(book.on, book.standing(book.on).bucket) for book in self.reading.ahead]
        for day, bucket in [*said, now, *ahead]:
            if bucket is not before:
                yield day, bucket
                before = bucket

    def marks(self) -> Iterator[Mark]:
        for seq, day, due, _ in self._statements():
            if self.shows(day):
                yield Mark(day, "statement", self.x(day), ahead=day > self.reading.on, seq=seq)
            if self.shows(due):
                yield Mark(due, "due", self.x(due), ahead=due > self.reading.on, seq=seq)
        reversed_ids = {entry.reverses for entry in self.reading.entries if entry.reverses}
        for entry in self.reading.entries:
            if entry.kind in SHOWN_KINDS and entry.id not in reversed_ids and self.shows(entry.value_date):
                kind = SHOWN_KINDS[entry.kind]
                yield Mark(entry.value_date, kind, self.x(entry.value_date), amount=abs(entry.amount))
        for book in self.reading.ahead:
            for entry in book.new_entries:
                if entry.kind is Kind.LATE_FEE:
                    yield Mark(book.on, "late_fee", self.x(book.on), amount=entry.amount, ahead=True)

    def grace(self) -> Iterator[Mark]:
        for seq, _, due, effective in self._statements():
            if effective > due and self.shows(due):
                start = self.x(due + ONE_DAY)
                width = self.x(effective + ONE_DAY) - start
                yield Mark(due, "grace", start, width=width, ahead=due > self.reading.on, seq=seq)

    def _statements(self) -> Iterator[tuple[int, date, date, date]]:
        """(seq, statement date, due date, effective due date) of statements issued, and of those to come."""
        seen = set()
        for book in (self.reading.book, *self.reading.ahead):
            for step in book.steps:
                if step.seq not in seen:
                    seen.add(step.seq)
                    yield step.seq, step.statement_date, step.due_date, step.effective_due_date
