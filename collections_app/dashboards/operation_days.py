"""Which day of the operation an address asks for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.queries import working_day
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

from .queries import ONE_DAY, days_with_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days there are: from that of the first night (None before it) to the desk's today."""

    first: date | None
    today: date

    def is_past(self, day: date) -> bool:
        """Whether it is a day that is over and that this installation has seen."""
        return self.first is not None and self.first <= day < self.today

    def is_before(self, day: date) -> bool:
        """Whether it is a day before anything was recorded here."""
        return day < self.today and not self.is_past(day)

    def past_day(self, day: date | None) -> date | None:
        """The past day asked for; None where none or today is. Raises Refused: `no_such_day` (field day)."""
        if day is None or day == self.today:
            return None
        if not self.is_past(day):
            raise Refused("no_such_day", self.in_words, field="day")
        return day

    @property
    def in_words(self) -> str:
        """Which days there are, as a sentence."""
        if self.first is None:
            return _("No night has run here yet: there is no past day.")
        return _("There are days from %(first)s to %(last)s.") % {
            "first": local_date(self.first),
            "last": local_date(self.today),
        }

    def beside(self, day: date) -> dict[str, date | None]:
        """The day before and the day after, None where there is none."""
        return {
            "before": day - ONE_DAY if self.first is not None and self.first < day else None,
            "after": day + ONE_DAY if day < self.today else None,
        }


def operation_days(at: datetime) -> Days:
    """The days of the operation as they stand at `at`."""
    span = days_with_figures()
    return Days(first=span[0] if span else None, today=working_day(at))
