"""Leave that was given for a case and of which nobody has said yet what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from collections_app.cases.models import Case
from collections_app.compliance.listing import to_report
from collections_app.compliance.models import Permit
from collections_app.shared import clock
from collections_app.shared.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPermits:
    """`running`: the actor's newest that is not over; `over`: those he may report or hand back, the newest first.

    `asked`: the one of them the page was opened for.
    """

    running: Permit | None = None
    over: Sequence[Permit] = ()
    asked: Permit | None = None

    def to_log(self, actor: Actor, *, at: datetime) -> Permit | None:
        """Which of them the log form begins with: the one asked for, the one that runs, the actor's last of the day.

        A call may outlast its permit: what it was made under is still known when the page is opened again.
        Example: leave at 10:02 until 10:12, the page opened again at 10:20: it is logged as the call of 10:02.
        """
        day = clock.local_date(at)
        own = (one for one in self.over if one.issued_to == actor.label and clock.local_date(one.issued_at) == day)
        return self.asked or self.running or next(own, None)


def open_permits(case: Case, actor: Actor, *, asked: str = "", at: datetime) -> OpenPermits:
    """The unreported leave of `case` that `actor` holds or, once it is over, may report for others; one query.

    `asked`: the number of a permit, as an address brings it.
    """
    found = to_report(actor, at=at).filter(cardholder=case.cardholder_id, case_id=case.pk, issued_at__lte=at)
    permits = list(found.order_by("-id"))
    over = [one for one in permits if one.valid_until <= at]
    return OpenPermits(
        running=next((one for one in permits if one.valid_until > at), None),
        over=over,
        asked=next((one for one in over if str(one.pk) == asked), None),
    )
