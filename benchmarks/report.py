"""The figures as tables a person can read, and as JSON beside them."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

NIGHT_GOALS = {"floor": 3.0, "seconds": 15.0, "megabytes": 200.0}
INTAKE_GOALS = {"seconds": 90.0, "megabytes": 200.0}
REST_GOAL_ROWS_PER_SECOND = 1000
DESK_GOALS = {"next_case_ms": 50.0, "case_page_ms": 150.0, "reassign_seconds": 2.0}


def show(figures: dict[str, Any]) -> Path:
    """Print every part that was measured; keep all figures as JSON and return where."""
    for title, lines in sections(figures):
        print(f"\n{title}\n{'-' * len(title)}")
        print("\n".join(lines))
    folder = Path(settings.STATE_DIR) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "latest.json"
    kept.write_text(json.dumps(figures, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
    print(f"\nAll of it in {figures['seconds']} s; every figure in {kept}")
    return kept


def sections(figures: dict[str, Any]) -> Iterable[tuple[str, list[str]]]:
    """Titles with the lines below them."""
    yield "Machine", _machine(figures["machine"])
    if "portfolio" in figures:
        yield f"Portfolio of {figures['accounts']:,} accounts", _portfolio(figures["portfolio"])
    if "night" in figures:
        yield "An ordinary night", _night(figures["night"])
        yield "Its steps", _steps(figures["night"])
    if "intake" in figures:
        yield "Intake of bank files", _intake(figures["intake"])
    if "pages" in figures:
        yield "Pages", _pages(figures["pages"])
    if "desk" in figures:
        yield "Desk", _desk(figures["desk"])
    if "rest" in figures:
        yield "Bulk payments over REST", _rest(figures["rest"])


def _machine(found: dict[str, Any]) -> list[str]:
    return [
        f"{found['cores']} cores ({found['processor']}), {found['memory_gigabytes']} GB, {found['system']}, "
        f"load {found['load_before']} before the run",
        f"Python {found['python']}, PostgreSQL {found['postgresql']}",
        ", ".join(f"{name} = {value}" for name, value in found["settings"].items()),
    ]


def _portfolio(found: dict[str, Any]) -> list[str]:
    proof = found["proof"]
    shares = ", ".join(f"{name} {share} %" for name, share in proof["made_up_of"].items())
    rows = found["copies"]["rows"]
    entries, statements = rows["accounts_ledgerentry"], rows["accounts_statement"]
    return [
        shares,
        f"{entries:,} entries, {statements:,} statements, {found['copies']['gigabytes']} GB",
        f"{proof['proved']} accounts played from their facts: all as stored",
    ]


def _night(found: dict[str, Any]) -> list[str]:
    floor = found["floor"]
    runs = [
        ("floor: the same rows, bare SQL", floor),
        ("night, one shard", found["one_shard"]),
        ("night, two shards", found["two_shards"]),
    ]
    lines = [
        [
            name,
            f"{run['seconds']:.1f}",
            f"{run['seconds'] / floor['seconds']:.2f}",
            f"{run['peak_megabytes']:.0f}",
            run["checksum"],
        ]
        for name, run in runs
    ]
    night = found["two_shards"]
    return [
        *table(["", "seconds", "x floor", "Python MB", "checksum"], lines),
        f"{night['statements']:,} statements, {found['entries']:,} entries taken in, {floor['rows']:,} rows changed, "
        f"{night['replayed']} accounts on the exact road, {night['problems']} problems",
        f"goals: at most {NIGHT_GOALS['floor']:.0f} x the floor and {NIGHT_GOALS['seconds']:.0f} s on two cores, "
        f"Python below {NIGHT_GOALS['megabytes']:.0f} MB",
    ]


def _steps(found: dict[str, Any]) -> list[str]:
    one, two = found["one_shard"]["steps"], found["two_shards"]["steps"]
    lines = [
        [name, f"{step['seconds']:.2f}", f"{two[name]['seconds']:.2f}", f"{step['rows']:,}"]
        for name, step in one.items()
    ]
    return table(["step", "one shard, s", "two shards, s", "rows"], lines)


def _intake(found: dict[str, Any]) -> list[str]:
    lines = [
        [
            name,
            f"{file['megabytes']:.0f}",
            f"{file['rows']:,}",
            f"{file['rejected']:,}",
            f"{file['seconds']:.1f}",
            f"{file['peak_megabytes']:.0f}",
        ]
        for name, file in found["files"].items()
    ]
    return [
        *table(["file", "MB", "rows", "rejected", "seconds", "Python MB"], lines),
        f"accounts and statements together {found['seconds']:.1f} s; goals: {INTAKE_GOALS['seconds']:.0f} s, "
        f"Python below {INTAKE_GOALS['megabytes']:.0f} MB",
    ]


def _pages(found: dict[str, Any]) -> list[str]:
    lines = [
        [
            page["name"],
            f"{page['median_ms']:.0f}",
            f"{page['python_ms']:.0f}",
            f"{page['worst_ms']:.0f}",
            str(page["queries"]),
            f"{page['sql_ms']:.0f}",
            f"{page['goal_ms']:.0f}",
        ]
        for page in found["pages"]
    ]
    years, desk = found["stage"]["years"], found["stage"]["desk"]
    return [
        f"{years['days']} days of figures ({years['rows']['accounts_portfoliofigure']:,} rows, flows "
        f"{years['rows']['accounts_bucketflow']:,}); {desk['agents']} agents, {desk['calls']:,} contacts in sixty days",
        *table(["page", "median ms", "Python ms", "slowest ms", "queries", "of it SQL, ms", "goal ms"], lines),
        f"warm, {found['times']} times each; a past day is computed as corrected, in the background, in "
        f"{found['corrected_seconds']:.1f} s",
    ]


def _desk(found: dict[str, Any]) -> list[str]:
    asked, page, given = found["next_case"], found["case_page"], found["reassign"]
    lines = [
        [name, f"{of['p50_ms']:.0f}", f"{of['p95_ms']:.0f}", f"{of['worst_ms']:.0f}"]
        for name, of in (("next case", asked), ("case page", page))
    ]
    least, most = page["queries"]
    queries = str(least) if least == most else f"{least} to {most}"
    return [
        f"{found['cases']:,} open cases; {found['agents']} agents for {found['work_seconds']:.0f} s, "
        f"{found['think_seconds']:.0f} s a case",
        *table(["", "p50 ms", "p95 ms", "slowest ms"], lines),
        f"{asked['handed_out']:,} cases handed out, {asked['double_claims']} double claims, "
        f"{asked['none']} times nothing to hand out; a due follow-up was overtaken by {asked['overtaken']} at most",
        f"case page: {queries} queries",
        f"{given['cases']:,} cases reassigned in {given['seconds']:.2f} s, undone in {given['undo_seconds']:.2f} s; "
        f"every case routed anew in {found['route']['seconds']:.2f} s, {found['route']['moved']:,} moved",
        f"goals: next case p95 below {DESK_GOALS['next_case_ms']:.0f} ms, case page p95 below "
        f"{DESK_GOALS['case_page_ms']:.0f} ms, 10,000 reassigned below {DESK_GOALS['reassign_seconds']:.0f} s",
    ]


def _rest(found: dict[str, Any]) -> list[str]:
    return [
        f"{found['rows']:,} rows in {found['post_seconds']:.1f} s: {found['rows_per_second']:,} rows a second; "
        f"a request of 1,000 rows: median {found['median_ms']:.0f} ms, slowest {found['worst_ms']:.0f} ms",
        f"{found['workers']} workers of the web server, {found['callers']} callers; "
        f"goal: {REST_GOAL_ROWS_PER_SECOND:,} rows a second",
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns set apart by blanks; the first to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in (head, *rows)
    ]
