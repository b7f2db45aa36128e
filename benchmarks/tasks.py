"""One task in a fresh process, so that its peak memory is its own: `python -m benchmarks.tasks NAME OPTIONS`.

The last line it prints is what it found, as JSON.
"""

import json
import sys
import time
from importlib import import_module

import django

TASKS = {
    "empty": "benchmarks.portfolio.archetypes:prepare",
    "archetypes": "benchmarks.portfolio.archetypes:make",
    "multiply": "benchmarks.portfolio.multiply:multiply",
    "prove": "benchmarks.portfolio.proof:prove",
    "day_before": "benchmarks.portfolio.day_before:load",
    "night": "benchmarks.night:run",
    "save": "benchmarks.floor:save",
    "floor": "benchmarks.floor:run",
    "bank_files": "benchmarks.bank_files:write",
    "intake": "benchmarks.intake:run",
    "two_years": "benchmarks.two_years:make",
    "sixty_days": "benchmarks.sixty_days:make",
    "pages": "benchmarks.pages:run",
    "cases": "benchmarks.portfolio.cases:make",
    "populate": "benchmarks.desk:populate",
    "desk": "benchmarks.desk:run",
    "rest": "benchmarks.rest:run",
}


def main(name: str, options: str) -> None:
    """Do the task; what it prints on the way goes to the terminal."""
    django.setup()
    from benchmarks.machine import peak_megabytes

    module, _, function = TASKS[name].partition(":")
    work = getattr(import_module(module), function)
    started = time.monotonic()
    found = work(**json.loads(options))
    found.setdefault("seconds", round(time.monotonic() - started, 3))
    print(json.dumps({**found, "peak_megabytes": peak_megabytes()}, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
