"""Who stands where on which day: one team on a day, and a stay for a time gives way to the one around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """In `team` from `first` until the day before `end` (None: without end). `number` is its row."""

    number: int
    team: int
    first: date
    end: date | None

    def covers(self, day: date) -> bool:
        """`first` counts, `end` does not."""
        return self.first <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a new stay does to those that stand already.

    `ends` loses the days from the new one's first on (all of them, when it begins on that very day); `resumes` says
    that it goes on after the new one's end; `inside` are changes planned within the new one, which are in its way.
    """

    ends: Stay | None
    resumes: bool
    inside: tuple[Stay, ...]


def stay_on(stays: Sequence[Stay], day: date) -> Stay | None:
    """The stay that covers `day`; there is at most one."""
    return next((stay for stay in stays if stay.covers(day)), None)


def room_for(stays: Sequence[Stay], *, first: date, end: date | None) -> Room:
    """What it takes to put a stay from `first` until the day before `end` (None: without end) among `stays`.

    Example: at home without end, a stay from 03-01 to 04-12 ends home on 03-01 and resumes it on 04-12.
    """
    running = stay_on(stays, first)
    resumes = running is not None and end is not None and (running.end is None or running.end > end)
    inside = tuple(stay for stay in stays if stay.first > first and (end is None or stay.first < end))
    return Room(ends=running, resumes=resumes, inside=inside)
