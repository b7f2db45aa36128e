"""Processes of their own for stories that kill them in the middle.

They are not forked from the test run, whose size fifty copies would multiply and whose threads none may inherit, but
from a small server that has loaded Django and opened nothing. `worker_environment` is what it loads first.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from typing import Any

from django.db import connection

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(["tests.worker_environment"])

Process = ForkServerProcess


@contextmanager
def processes(target: Callable[..., None], calls: Sequence[tuple[Any, ...]]) -> Iterator[list[Process]]:
    """One process for each call of `target` with these words, on the test database; none outlives the block.

    A process ends with exit code 0, with 1 if `target` raised (it prints what), or with minus the signal that ended it.
    """
    database = connection.settings_dict["NAME"]
    started = [_server.Process(target=_on, args=(database, target, words)) for words in calls]
    try:
        for process in started:
            process.start()
        yield started
    finally:
        for process in started:
            if process.pid is not None:
                process.kill()
                process.join()


def _on(database: str, target: Callable[..., None], words: tuple[Any, ...]) -> None:
    connection.settings_dict["NAME"] = database
    target(*words)
