"""The statement cycles of one account: its statement dates and effective due dates by ordinal."""

from bisect import bisect_right
from datetime import date, timedelta

from accounts.rules.facts import Terms
from accounts.rules.policy import PolicyLine


class Cycles:
    """Statement dates up to a day and one beyond, with their effective due dates; index 0 is seq 1."""

    def __init__(self, terms: Terms, policies: PolicyLine, *, through: date):
        self._calendar = terms.calendar
        self.statements: list[date] = []
        self.effective_dues: list[date] = []
        for day in self._calendar.statements():
            self.statements.append(day)
            grace = timedelta(days=policies.on(day).grace_days)
            self.effective_dues.append(self.due(len(self.statements)) + grace)
            if day > through:
                break

    def due(self, seq: int) -> date:
        """The nominal due date of statement `seq`."""
        return self._calendar.due(seq)

    def seq_on(self, day: date) -> int | None:
        """The seq whose statement date is `day`."""
        place = bisect_right(self.statements, day)
        return place if place and self.statements[place - 1] == day else None

    def seq_after(self, day: date) -> int:
        """The seq of the first statement date after `day`."""
        return bisect_right(self.statements, day) + 1

    def days_of(self, seq: int) -> int:
        """Length of the cycle that begins with statement `seq`, in days."""
        return (self.statements[seq] - self.statements[seq - 1]).days
