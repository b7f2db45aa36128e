"""The order of a run: build once, copy for each measurement, drop what is done with."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import databases, machine
from benchmarks.databases import run_task

PAYMENTS_PER_MILLION, PURCHASES_PER_MILLION, REFUNDS_PER_MILLION = 40_000, 20_000, 100
PROVED = 300


class Apart(Exception):
    """Two ways to the same rows left different rows."""


def measure(*, accounts: int, parts: list[str]) -> dict[str, Any]:
    """The figures of these parts."""
    figures: dict[str, Any] = {"machine": machine.described(), "accounts": accounts}
    if {"night", "pages"} & set(parts):
        figures["portfolio"] = build(accounts)
    if "night" in parts:
        figures["night"] = measure_night()
    return figures


def build(accounts: int) -> dict[str, Any]:
    """The portfolio, in database `built`, with what the bank delivered on the day before the measured night."""
    databases.create("archetypes")
    tell("archetypes through real nights")
    run_task("migrate", "archetypes")
    archetypes = run_task("archetypes", "archetypes")
    tell(f"copies up to {accounts:,} accounts")
    databases.create("built", copy_of="archetypes")
    databases.drop("archetypes")
    copies = run_task("multiply", "built", accounts=accounts)
    tell(f"proof of {PROVED} accounts by replay")
    proof = run_task("prove", "built", sample=PROVED)
    day = run_task(
        "day_before",
        "built",
        payments=accounts * PAYMENTS_PER_MILLION // 1_000_000,
        purchases=accounts * PURCHASES_PER_MILLION // 1_000_000,
        refunds=max(accounts * REFUNDS_PER_MILLION // 1_000_000, 1),
    )
    return {"archetypes": archetypes, "copies": copies, "proof": proof, "day_before": day}


def measure_night() -> dict[str, Any]:
    """The same night on identical copies: in one shard, in two, and as the bare floor that writes the same rows."""
    with tempfile.TemporaryDirectory(prefix="fairdue-bench-") as folder:
        one = _on_a_copy("night", shards=1, save_to=folder)
        two = _on_a_copy("night", shards=2)
        floor = _on_a_copy("floor", folder=folder)
    if not one["checksum"] == two["checksum"] == floor["checksum"]:
        raise Apart(f"checksums {one['checksum']}, {two['checksum']}, {floor['checksum']}")
    return {"one_shard": one, "two_shards": two, "floor": floor}


def _on_a_copy(task: str, *, save_to: str | None = None, **options: Any) -> dict[str, Any]:
    name = f"{task}_{options.get('shards', 0)}"
    databases.create(name, copy_of="built")
    databases.checkpoint()
    tell(" ".join([task, *(f"{key} {value}" for key, value in options.items() if key == "shards")]))
    found = run_task(task, name, **options)
    if save_to:
        run_task("save", name, folder=save_to, transaction_before=found["transaction_before"])
    databases.drop(name)
    return found


def tell(what: str) -> None:
    """Say what comes next, so that nobody takes a long build for a standstill."""
    print(f"… {what}", file=sys.stderr, flush=True)


def default_folder() -> Path:
    """Where figures are kept."""
    from django.conf import settings

    return Path(settings.STATE_DIR) / "bench"
