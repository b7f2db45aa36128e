"""What the mailed summary tells: the work of some days by desk, from the same rows as the operation page counts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from collections_app.contacts.queries.whose import whose
from collections_app.people.models import Team
from collections_app.shared import sql

FIGURES = ("contacts", "right_party", "promises_made", "refusals", "breaches", "promises_kept", "promises_matured")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts by figure of all together and of each desk that has any, for the days `first` to `last`."""

    first: date
    last: date
    all: dict[str, int]
    desks: Sequence[tuple[Team | None, dict[str, int]]]

    def of_teams(self, teams: Collection[int]) -> "Summary":
        """Only these desks, and all of them together."""
        desks = [(team, counts) for team, counts in self.desks if team and team.pk in teams]
        together = {figure: sum(counts[figure] for _team, counts in desks) for figure in FIGURES}
        return replace(self, all=together, desks=desks)


def summary(*, first: date, last: date) -> Summary:
    """The work of the local days from `first` to `last`, both included. A desk is where somebody stood that day."""
    rows = sql.rows(
        f"""
        WITH work AS (
            SELECT 'contacts' AS figure, {whose("x")} AS user_id, x.at FROM contacts_contact x
            WHERE x.at >= %(begin)s AND x.at < %(end)s
              AND NOT EXISTS (SELECT FROM contacts_contact y WHERE y.corrects_id = x.id)
            UNION ALL
            SELECT 'right_party', {whose("x")}, x.at FROM contacts_contact x
            WHERE x.at >= %(begin)s AND x.at < %(end)s AND x.right_party
              AND NOT EXISTS (SELECT FROM contacts_contact y WHERE y.corrects_id = x.id)
            UNION ALL
            SELECT 'promises_made', p.user_id, p.made_at FROM arrangements_promisetopay p
            WHERE p.made_on BETWEEN %(first)s AND %(last)s AND p.status NOT IN ('CANCELLED', 'SUPERSEDED')
            UNION ALL
            SELECT CASE n WHEN 1 THEN 'promises_matured' ELSE 'promises_kept' END, p.user_id, p.made_at
            FROM arrangements_promisetopay p, generate_series(1, 2) n
            WHERE p.settled_on IS NOT NULL AND p.status IN ('KEPT', 'PARTIAL', 'BROKEN')
              AND p.last_due_on BETWEEN %(first)s AND %(last)s AND (n = 1 OR p.status = 'KEPT')
            UNION ALL
            SELECT 'refusals', substring(r.asked_by FROM '^user:([0-9]+)$')::bigint, r.asked_at
            FROM compliance_contactrefusal r WHERE r.asked_at >= %(begin)s AND r.asked_at < %(end)s
            UNION ALL
            SELECT 'breaches', b.user_id, b.at FROM compliance_breach b WHERE b.at >= %(begin)s AND b.at < %(end)s
        )
        SELECT w.figure, s.team_id, count(*)
        FROM work w
        LEFT JOIN people_teamassignment s ON s.user_id = w.user_id
            AND s.valid_from <= (w.at AT TIME ZONE %(zone)s)::date
            AND (s.valid_to IS NULL OR s.valid_to > (w.at AT TIME ZONE %(zone)s)::date)
        GROUP BY 1, 2
        """,
        {
            "first": first,
            "last": last,
            "begin": _midnight(first),
            "end": _midnight(last + timedelta(days=1)),
            "zone": str(timezone.get_default_timezone()),
        },
    )
    counts: dict[int | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    everything = dict.fromkeys(FIGURES, 0)
    for figure, team_id, count in rows:
        counts[team_id][figure] += count
        everything[figure] += count
    teams = Team.objects.in_bulk([pk for pk in counts if pk])
    desks = [(teams.get(pk) if pk else None, counts[pk]) for pk in sorted(counts, key=lambda pk: (pk is None, pk or 0))]
    return Summary(first=first, last=last, all=everything, desks=desks)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
