"""The teams and queues Fairdue ships with: editable defaults (domain 1.5, which maps grades of desks to buckets).

By rank: a case stands in the first queue that it fits, so the special ones come before those of the buckets.
"""

from datetime import UTC, datetime
from typing import Any

TEAMS = [
    # code, English name, Chinese name, tier
    ("FRONT", "Front end", "前端", "FRONT"),
    ("MID", "Mid end", "中端", "MID"),
    ("SENIOR", "Senior mid end", "中端高级", "MID"),
    ("BACK", "Back end", "后端", "BACK"),
    ("FIELD", "Field visits", "外访", "FIELD"),
    ("LEGAL", "Legal", "法务", "LEGAL"),
]

LARGEST_FIRST = ["past_due_largest"]
FAIR = ["contact_longest_ago", "past_due_largest"]
"""Whoever was not called for longest, and of those the largest: nobody waits for ever behind larger debts."""


def _bucket(*codes: str) -> dict[str, Any]:
    if len(codes) == 1:
        return {"field": "bucket", "operator": "is", "value": codes[0]}
    return {"field": "bucket", "operator": "in", "value": list(codes)}


PHONE = _bucket("M1", "M2", "M3")
QUEUES: list[dict[str, Any]] = [
    {
        "code": "broken-promises",
        "name_en": "Broken promises",
        "name_zh": "承诺未履行",
        "conditions": [
            PHONE,
            {"field": "days_since_broken", "operator": "at_most", "value": 7},
            {"field": "promise_open", "operator": "is", "value": False},
            {"field": "lost", "operator": "is", "value": False},
            {"field": "kind", "operator": "is", "value": "PERSON"},
        ],
        "order": ["bucket_worst", "past_due_largest"],
        "teams": ["FRONT", "MID", "SENIOR"],
        "capacity": 100,
    },
    {
        "code": "tracing",
        "name_en": "Lost contact",
        "name_zh": "失联查找",
        "conditions": [{"field": "lost", "operator": "is", "value": True}],
        "order": ["bucket_worst", "past_due_largest"],
        "teams": ["SENIOR", "BACK"],
        "capacity": 60,
    },
    {
        "code": "companies",
        "name_en": "Companies",
        "name_zh": "单位客户",
        "conditions": [{"field": "kind", "operator": "is", "value": "COMPANY"}],
        "order": ["bucket_worst", "past_due_largest"],
        "teams": ["SENIOR", "BACK"],
        "capacity": 60,
    },
    {
        "code": "m1",
        "name_en": "M1, reminders",
        "name_zh": "M1 提醒",
        "conditions": [_bucket("M1")],
        "order": FAIR,
        "teams": ["FRONT"],
        "capacity": 150,
    },
    {
        "code": "m2",
        "name_en": "M2, guidance",
        "name_zh": "M2 引导",
        "conditions": [_bucket("M2")],
        "order": FAIR,
        "teams": ["MID"],
        "capacity": 120,
    },
    {
        "code": "m3",
        "name_en": "M3, senior desk",
        "name_zh": "M3 高级组",
        "conditions": [_bucket("M3")],
        "order": FAIR,
        "teams": ["SENIOR"],
        "capacity": 90,
    },
    {
        "code": "m4",
        "name_en": "M4 and older: appointments, visits, legal",
        "name_zh": "M4及以上：预约、外访、法务",
        "conditions": [_bucket("M4", "M4P")],
        "order": LARGEST_FIRST,
        "teams": ["BACK", "FIELD", "LEGAL"],
        "capacity": 60,
    },
]
SHIPPED_AT = datetime(2000, 1, 1, tzinfo=UTC)


def ship(*, team_model: Any, queue_model: Any, version_model: Any) -> None:
    """Create the teams and queues that are not there yet; takes the models so that a migration can pass its own."""
    teams = {code: _team(team_model, code, *more) for code, *more in TEAMS}
    if queue_model.objects.exists():
        return
    for rank, row in enumerate(QUEUES, start=1):
        queue = queue_model.objects.create(code=row["code"], rank=rank * 10)
        version = version_model.objects.create(
            queue=queue,
            number=1,
            recorded_at=SHIPPED_AT,
            recorded_by="shipped",
            **{key: row[key] for key in ("name_en", "name_zh", "conditions", "order", "capacity")},
        )
        version.teams.set([teams[code] for code in row["teams"]])


def _team(team_model: Any, code: str, name_en: str, name_zh: str, tier: str) -> Any:
    names = {"name_en": name_en, "name_zh": name_zh, "tier": tier}
    return team_model.objects.get_or_create(code=code, defaults=names)[0]
