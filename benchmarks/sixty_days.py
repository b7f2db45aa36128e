"""A desk that has worked for sixty days: calls with their permits and touches, promises, refusals, breaches, results.

Written set-wise, as the rows that agents leave and in the order of time; today is half over. Builds on the numbers and
follow-ups of `desk`.
"""

from datetime import date, timedelta
from typing import Any

from benchmarks.desk import DESKS, MORNING, populate
from benchmarks.portfolio.archetypes import BUILT_THROUGH
from collections_app.dashboards.models import Alert, AlertRaised
from collections_app.dashboards.nightly.steps import keep_morning
from collections_app.people.models import RoleGrant, Team, TeamAssignment, User
from collections_app.results.models import ResultNight
from collections_app.results.nightly.months import keep_month
from collections_app.results.nightly.steps import MARKS, keep_results
from collections_app.shared import sql

DAYS, MONTHS = 60, 12
FIRST = BUILT_THROUGH - timedelta(days=DAYS - 1)
AFTERNOON = MORNING + timedelta(hours=5)
"""15:00 in Shanghai: when the pages are looked at."""


def make(agents: int, calls: int) -> dict[str, Any]:
    """`agents` with a desk each and so many calls a day."""
    populate()
    sql.run("SET session_replication_role = replica")
    sql.run("SET work_mem = '256MB'")
    _hire(agents)
    params = {"first": FIRST, "last": BUILT_THROUGH, "now": AFTERNOON, "calls": calls}
    rows = [sql.run(statement, params) for statement in _CALLS]
    rows += [sql.run(statement, params) for statement in _WHAT_CAME_OF_THEM]
    _raise_alerts()
    _keep_results()
    _keep_months()
    for ago in range(DAYS):
        keep_morning(BUILT_THROUGH - timedelta(days=ago))
    sql.run("DROP TABLE bench_call, bench_agent, bench_case")
    sql.run("VACUUM ANALYZE")
    return {"agents": agents, "calls": sql.value("SELECT count(*) FROM contacts_contact"), "written": sum(rows)}


def _hire(agents: int) -> None:
    desks = [desk for desk, share in DESKS.items() for _ in range(share)]
    teams = {team.code: team for team in Team.objects.all()}
    sql.run("CREATE TABLE bench_agent (place int, user_id bigint, team_id bigint)")
    for place in range(agents):
        user = User.objects.create_user(f"bench.caller.{place}", display_name=f"Agent {place:02d}")
        team = teams[desks[place * len(desks) // agents]]
        RoleGrant.objects.create(user=user, role="agent", valid_from="2020-01-01")
        TeamAssignment.objects.create(user=user, team=team, valid_from="2020-01-01", reason="HOME")
        sql.run("INSERT INTO bench_agent VALUES (%s, %s, %s)", [place, user.pk, team.pk])


def _raise_alerts() -> None:
    """Some alerts, each raised and ended every other day."""
    alerts = [
        Alert.objects.create(figure=figure, operator="ABOVE", threshold=many, created_at=AFTERNOON)
        for figure, many in (("callable", 1000), ("due", 500), ("refusals", 100), ("unreported", 5), ("oldest", 30))
    ]
    days = [AFTERNOON - timedelta(days=ago) for ago in range(1, DAYS, 2)]
    AlertRaised.objects.bulk_create(
        AlertRaised(alert=alert, value=alert.threshold + 1, raised_at=at, ended_at=at + timedelta(hours=2))
        for alert in alerts
        for at in days
    )


def _keep_results() -> None:
    """By the night's own step, which is told that it has read nothing of these days yet."""
    ResultNight.objects.all().delete()
    for ago in (2, 1):
        ResultNight.objects.create(day=BUILT_THROUGH - timedelta(days=ago), **dict.fromkeys(MARKS, 0))
    keep_results(BUILT_THROUGH)


def _keep_months() -> None:
    """A year of assigned accounts, as if all of them had stood and been assigned as today: the size is what counts."""
    for ago in reversed(range(MONTHS + 1)):
        months = BUILT_THROUGH.year * 12 + BUILT_THROUGH.month - 1 - ago
        keep_month(date(months // 12, months % 12 + 1, 1))


_CALLS = (
    """
    CREATE TABLE bench_case AS
    SELECT
        row_number() OVER (ORDER BY md5(c.id::text)) - 1 AS place, c.id, c.cardholder_id, c.account_id, c.bucket,
        c.currency, greatest(c.past_due, 1) AS past_due, p.id AS point, p.value_hash, p.masked
    FROM cases_case c JOIN accounts_contactpoint p ON p.cardholder_id = c.cardholder_id AND p.kind = 'MOBILE'
    WHERE c.closed_on IS NULL
    """,
    # Of a hundred calls 70 find nobody, 14 somebody else, 16 the debtor; half of these promise. One in 900 is a breach.
    """
    CREATE TABLE bench_call AS
    WITH made AS (
        SELECT
            row_number() OVER (ORDER BY at, a.place) AS n, a.user_id, a.team_id, at, day::date AS day,
            (turn * 37 + a.place * 11 + extract(doy FROM day)::int * 7) %% 100 AS kind
        FROM generate_series(%(first)s::date, %(last)s::date, INTERVAL '1 day') AS day
        CROSS JOIN bench_agent a
        CROSS JOIN generate_series(0, %(calls)s - 1) AS turn
        CROSS JOIN LATERAL (
            SELECT (day::date::timestamp AT TIME ZONE 'Asia/Shanghai') + INTERVAL '9 hours'
                   + turn * INTERVAL '8 hours' / %(calls)s + a.place * INTERVAL '1 second' AS at
        ) moment
        WHERE at <= %(now)s
    )
    SELECT
        m.*, c.id AS case_id, c.cardholder_id, c.account_id, c.bucket, c.currency, c.past_due, c.point, c.value_hash,
        c.masked, m.n %% 900 = 0 AS breach, o.*,
        (SELECT coalesce(max(id), 0) FROM compliance_permit) + m.n AS permit_id,
        (SELECT coalesce(max(id), 0) FROM contacts_contact) + m.n AS contact_id
    FROM made m
    JOIN bench_case c ON c.place = m.n * 7919 %% (SELECT count(*) FROM bench_case)
    JOIN (
        SELECT code, right_party, rang, connected, conversation FROM contacts_outcome
    ) o ON o.code = CASE
        WHEN m.kind < 50 THEN 'NO_ANSWER' WHEN m.kind < 60 THEN 'BUSY' WHEN m.kind < 70 THEN 'POWERED_OFF'
        WHEN m.kind < 84 THEN 'HANG_UP_UNVERIFIED' WHEN m.kind < 92 THEN 'RPC_REFUSAL' ELSE 'RPC_PTP' END
    """,
    """
    INSERT INTO compliance_permit (
        id, token, cardholder_id, case_id, contact_point_id, number_hash, masked, role, channel, purpose, account_ids,
        policy_id, issued_at, valid_until, issued_to, user_id, state, closed_at
    )
    SELECT
        permit_id, gen_random_uuid(), cardholder_id, case_id, point, value_hash, masked, 'CARDHOLDER', 'PHONE',
        'COLLECT', ARRAY[account_id], (SELECT min(id) FROM compliance_contactpolicyversion), at,
        at + INTERVAL '10 minutes', 'user:' || user_id, user_id, CASE WHEN open THEN 'LIVE' ELSE 'SPENT' END,
        CASE WHEN NOT open THEN at + INTERVAL '3 minutes' END
    FROM bench_call CROSS JOIN LATERAL (SELECT n %% 997 = 0 AND day = %(last)s AS open) o
    WHERE NOT breach
    ORDER BY n
    """,
    """
    INSERT INTO compliance_touch (
        permit_id, cardholder_id, number_hash, channel, inbound, third_party, account_ids, at, day, made, by_consent,
        rang, connected, conversation
    )
    SELECT
        CASE WHEN NOT breach THEN permit_id END, cardholder_id, value_hash, 'PHONE', false, false, ARRAY[account_id],
        at, day, true, false, rang, connected, conversation
    FROM bench_call
    ORDER BY n
    """,
    """
    INSERT INTO contacts_contact (
        id, submission, case_id, cardholder_id, channel, inbound, purpose, contact_point_id, number_hash, masked, role,
        outcome_id, right_party, verified_by, objects_to_contact, account_ids, permit_id, breach, call_id, recording,
        at, logged_at, logged_by, user_id, team_id, bucket
    )
    SELECT
        contact_id, gen_random_uuid(), case_id, cardholder_id, 'PHONE', false, 'COLLECT', point, value_hash, masked,
        'CARDHOLDER', code, right_party, CASE WHEN right_party THEN 'ID_DIGITS' ELSE '' END, false, ARRAY[account_id],
        CASE WHEN NOT breach THEN permit_id END, breach, '', '', at, at + INTERVAL '3 minutes', 'user:' || user_id,
        user_id, team_id, bucket
    FROM bench_call
    WHERE breach OR n %% 997 <> 0 OR day < %(last)s
    ORDER BY n
    """,
    """
    INSERT INTO events_event (kind, recorded_at, business_date, actor, account_id, cardholder_id, data)
    SELECT what, at, day, 'user:' || user_id, account_id, cardholder_id, jsonb_build_object('contact', contact_id)
    FROM bench_call CROSS JOIN unnest(ARRAY['permit.issued', 'contact.logged']) AS what
    ORDER BY at
    """,
    """
    INSERT INTO compliance_breach (contact_id, cardholder_id, user_id, at, cause, rules, recorded_at, finding)
    SELECT contact_id, cardholder_id, user_id, at, 'NO_PERMIT', '{}', at, '' FROM bench_call WHERE breach
    """,
    """
    INSERT INTO compliance_contactrefusal (
        cardholder_id, case_id, contact_point_id, number_hash, masked, channel, purpose, rule, facts, next_allowed_at,
        policy_id, asked_at, asked_by
    )
    SELECT
        cardholder_id, case_id, point, value_hash, masked, 'PHONE', 'COLLECT', 'number_day_cap', '{}',
        (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' + INTERVAL '8 hours',
        (SELECT min(id) FROM compliance_contactpolicyversion), at + INTERVAL '4 minutes', 'user:' || user_id
    FROM bench_call WHERE kind < 10
    ORDER BY n
    """,
)
_WHAT_CAME_OF_THEM = (
    # Two years of cases that are closed: pages of open ones must not read them.
    """
    INSERT INTO cases_case (
        cardholder_id, opened_on, closed_on, close_reason, reopened, kind, region, language, is_demo, bucket,
        bucket_since, account_id, product_id, currency, past_due, balance, accounts, failures_in_a_row,
        broken_promises, work_stopped
    )
    SELECT
        cardholder_id, %(last)s::date - 90 * ago - 60, %(last)s::date - 90 * ago, 'CURED', 0, kind, region, language,
        is_demo, 1, %(last)s::date - 90 * ago - 60, account_id, product_id, currency, 0, 0, 1, 0, 0, false
    FROM cases_case CROSS JOIN generate_series(1, 8) AS ago
    WHERE closed_on IS NULL
    """,
    # Due five days later, with a day of grace; of those whose night has come 60 %% are kept, 20 %% partly.
    """
    INSERT INTO arrangements_promisetopay (
        submission, case_id, cardholder_id, account_ids, currency, amount, made_on, made_at, last_due_on, next_due_on,
        speaker, channel, reason, contact_id, taken_by, user_id, bucket, grace_days, threshold, follow_up_on, status,
        settled_on, credited, ended_reason
    )
    SELECT
        gen_random_uuid(), case_id, cardholder_id, ARRAY[account_id], currency, past_due, day, at, day + 5, day + 5,
        'CARDHOLDER', 'PHONE', '', contact_id, 'user:' || user_id, user_id, bucket, 1, 1, day + 8, status,
        CASE WHEN settled THEN day + 7 END,
        round(CASE status WHEN 'KEPT' THEN past_due WHEN 'PARTIAL' THEN past_due / 2 ELSE 0 END, 2), ''
    FROM (
        SELECT c.*, day + 7 <= %(last)s AS settled, row_number() OVER (PARTITION BY case_id ORDER BY at DESC) AS newest
        FROM bench_call c WHERE code = 'RPC_PTP'
    ) p CROSS JOIN LATERAL (
        SELECT CASE
            WHEN settled THEN (ARRAY['KEPT', 'KEPT', 'KEPT', 'BROKEN', 'PARTIAL'])[1 + p.n %% 5]
            WHEN newest = 1 THEN 'OPEN' ELSE 'SUPERSEDED' END AS status
    ) s
    ORDER BY n
    """,
    """
    INSERT INTO arrangements_promiseinstalment
        (promise_id, seq, due_on, settle_on, amount, credited, status, settled_on)
    SELECT id, 1, last_due_on, last_due_on + 2, amount, credited, status, settled_on FROM arrangements_promisetopay
    """,
    """
    UPDATE cases_case c
    SET promise_due_on = p.next_due_on, work_stopped = true, hold_kinds = ARRAY['PROMISE']
    FROM arrangements_promisetopay p WHERE p.case_id = c.id AND p.status = 'OPEN'
    """,
    """
    UPDATE cases_case c SET last_contact_at = l.at
    FROM (SELECT case_id, max(at) AS at FROM bench_call GROUP BY case_id) l WHERE l.case_id = c.id
    """,
    """
    INSERT INTO cases_claim (case_id, user_id, token, claimed_at, expires_at)
    SELECT c.id, a.user_id, gen_random_uuid(), %(now)s::timestamptz - INTERVAL '2 minutes',
           %(now)s::timestamptz + INTERVAL '1 day'
    FROM bench_agent a JOIN bench_case c ON c.place = a.place * 31 WHERE a.place %% 5 > 0
    """,
    # What was paid by whom somebody had spoken to.
    """
    INSERT INTO results_recovery (entry_id, day, user_id, team_id, case_id, currency, amount, why, contact_id)
    SELECT e.id, e.value_date, l.user_id, l.team_id, l.case_id, l.currency, -e.amount, 'CONTACT', l.contact_id
    FROM (SELECT DISTINCT ON (account_id) * FROM bench_call ORDER BY account_id, n DESC) l
    JOIN accounts_ledgerentry e ON e.card_account_id = l.account_id
    WHERE e.kind = 'PAYMENT' AND e.value_date >= %(first)s AND e.value_date < %(last)s
    ON CONFLICT (entry_id) DO NOTHING
    """,
    """
    SELECT setval(pg_get_serial_sequence(name, 'id'), greatest(permit, contact))
    FROM unnest(ARRAY['compliance_permit', 'contacts_contact']) AS name,
         (SELECT max(permit_id) AS permit, max(contact_id) AS contact FROM bench_call) last
    """,
)
