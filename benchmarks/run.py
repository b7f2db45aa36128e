"""The order of a run: build once, copy for each measurement, drop what is done with."""

import sys
import tempfile
from typing import Any

from benchmarks import databases, machine
from benchmarks.databases import run_task

PAYMENTS_PER_MILLION, PURCHASES_PER_MILLION, REFUNDS_PER_MILLION = 40_000, 20_000, 100
PROVED = 300
LARGE = 100_000
"""Accounts from which the desk is measured in full."""


class Apart(Exception):
    """Two ways to the same rows left different rows."""


class NotTakenIn(Exception):
    """A bank file was refused, or rows of it were rejected."""


def measure(*, accounts: int, parts: list[str]) -> dict[str, Any]:
    """The figures of these parts."""
    figures: dict[str, Any] = {"machine": machine.described(), "accounts": accounts}
    databases.create("empty")
    run_task("empty", "empty")
    if {"night", "pages", "desk", "rest"} & set(parts):
        figures["portfolio"] = build(accounts)
    if "night" in parts:
        figures["night"] = {**measure_night(), "entries": figures["portfolio"]["day_before"]["entries"]}
    if "pages" in parts:
        figures["pages"] = measure_pages(accounts)
    if "desk" in parts:
        figures["desk"] = measure_desk(accounts)
    if "rest" in parts:
        tell("bulk payments over REST")
        figures["rest"] = run_task("rest", "built", seconds=20.0 if accounts >= LARGE else 2.0)
    if "intake" in parts:
        databases.drop("built")
        figures["intake"] = measure_intake(accounts)
    return figures


def build(accounts: int) -> dict[str, Any]:
    """The portfolio, in database `built`, with what the bank delivered on the day before the measured night."""
    databases.create("built", copy_of="empty")
    tell("archetypes through real nights")
    archetypes = run_task("archetypes", "built")
    tell(f"copies up to {accounts:,} accounts")
    copies = run_task("multiply", "built", accounts=accounts)
    tell(f"proof of {PROVED} accounts by replay")
    proof = run_task("prove", "built", sample=PROVED)
    tell("their cases")
    cases = run_task("cases", "built")
    day = run_task(
        "day_before",
        "built",
        payments=accounts * PAYMENTS_PER_MILLION // 1_000_000,
        purchases=accounts * PURCHASES_PER_MILLION // 1_000_000,
        refunds=max(accounts * REFUNDS_PER_MILLION // 1_000_000, 1),
    )
    return {"archetypes": archetypes, "copies": copies, "proof": proof, "cases": cases, "day_before": day}


def measure_night() -> dict[str, Any]:
    """The same night on identical copies: in one shard, in two, and as the bare floor that writes the same rows."""
    with tempfile.TemporaryDirectory(prefix="fairdue-bench-") as folder:
        one = _on_a_copy("night", shards=1, save_to=folder)
        floor = _on_a_copy("floor", folder=folder)
        two = _on_a_copy("night", shards=2)
    if not one["checksum"] == two["checksum"] == floor["checksum"]:
        raise Apart(f"checksums {one['checksum']}, {two['checksum']}, {floor['checksum']}")
    return {"one_shard": one, "two_shards": two, "floor": floor}


def _on_a_copy(task: str, *, save_to: str | None = None, **options: Any) -> dict[str, Any]:
    databases.create("copy", copy_of="built")
    databases.checkpoint()
    tell(" ".join([task, *(f"in {count} shards" for key, count in options.items() if key == "shards")]))
    found = run_task(task, "copy", **options)
    if save_to:
        run_task("save", "copy", folder=save_to, transaction_before=found["transaction_before"])
    databases.drop("copy")
    return found


def measure_pages(accounts: int) -> dict[str, Any]:
    """Pages on a copy that has two years of figures and a desk of sixty days; the other parts do without."""
    databases.create("pages", copy_of="built")
    tell("two years of snapshots")
    years = run_task("two_years", "pages")
    tell("sixty days of a desk")
    large = accounts >= LARGE
    desk = run_task("sixty_days", "pages", agents=50 if large else 8, calls=100 if large else 20)
    databases.checkpoint()
    tell("pages")
    return {"stage": {"years": years, "desk": desk}, **run_task("pages", "pages")}


def measure_desk(accounts: int) -> dict[str, Any]:
    """Fifty agents for a minute, on a desk in the middle of its work; a small portfolio is worked out sooner."""
    tell("a desk in the middle of its work")
    populated = run_task("populate", "built")
    databases.checkpoint()
    large = accounts >= LARGE
    tell("fifty agents" if large else "some agents")
    options = {"agents": 50, "seconds": 60.0, "think": 10.0} if large else {"agents": 6, "seconds": 3.0, "think": 0.1}
    return {**populated, **run_task("desk", "built", **options)}


def measure_intake(accounts: int) -> dict[str, Any]:
    """One file after the other into an empty installation."""
    with tempfile.TemporaryDirectory(prefix="fairdue-bench-") as folder:
        tell("bank files")
        paths = run_task("bank_files", "empty", folder=folder, accounts=accounts)["paths"]
        files = {}
        for name, path in paths.items():
            tell(f"intake of {name}")
            databases.checkpoint()
            files[name] = run_task("intake", "empty", path=path)
            if files[name]["rows"] != accounts:
                raise NotTakenIn(f"{name}: {files[name]}")
    together = sum(files[name]["seconds"] for name in ("accounts", "statements"))
    return {"files": files, "seconds": round(together, 3)}


def tell(what: str) -> None:
    """Say what comes next, so that nobody takes a long build for a standstill."""
    print(f"… {what}", file=sys.stderr, flush=True)
