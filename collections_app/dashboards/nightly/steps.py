"""What a night keeps of the morning it makes, once every case stands in its queue (`collections_app.nightly.steps`)."""

from datetime import date, timedelta

from django.conf import settings

from collections_app.dashboards.models import MorningBacklog, MorningDesk
from collections_app.dashboards.queries import operation_rows as rows
from collections_app.people.models import Team
from collections_app.people.queries import agents_by_team
from collections_app.shared import clock, sql


def keep_morning(on: date) -> int:
    """Keep how the open cases stand in the morning of `on`, and how many agents each desk has; how many rows.

    Done twice, nothing changes but what changed of the cases in between: the day has one morning.
    """
    MorningBacklog.objects.filter(day=on).delete()
    MorningDesk.objects.filter(day=on).delete()
    agents = agents_by_team(on)
    teams = Team.objects.filter(is_active=True).values_list("pk", flat=True)
    desks = MorningDesk.objects.bulk_create(
        MorningDesk(day=on, team_id=team, agents=agents.get(team, 0)) for team in teams
    )
    return len(desks) + sql.run(
        f"""
        WITH newest AS (
            SELECT DISTINCT ON (queue_id) queue_id, id FROM cases_queueversion ORDER BY queue_id, number DESC
        )
        INSERT INTO dashboards_morningbacklog (day, version_id, team_id, restriction, cases, due, held, oldest)
        SELECT
            %(on)s, v.id, c.team_id, coalesce(h.restriction, ''), count(*),
            count(*) FILTER (WHERE c.follow_up_at < %(end)s), count(*) FILTER (WHERE c.work_stopped),
            min({rows.WAITS_SINCE}) FILTER (WHERE {rows.WAITS})
        FROM cases_case c
        LEFT JOIN newest v ON v.queue_id = c.queue_id
        LEFT JOIN accounts_cardholder h ON h.id = c.cardholder_id AND h.restriction <> ''
        WHERE c.closed_on IS NULL
        GROUP BY v.id, c.team_id, h.restriction
        """,
        {"on": on, "end": clock.start_of(on + timedelta(days=1)), "zone": settings.TIME_ZONE},
    )
