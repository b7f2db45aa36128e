"""File locks. The kernel frees them when their holder dies, so a left-over lock file never blocks anyone."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


class Lock:
    """One lock file; its content says who holds it, for the message to the next one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: TextIO | None = None

    def take(self, note: str = "") -> bool:
        """Take the lock for this process; False when somebody else holds it."""
        handle = self.path.open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        self.write(note)
        return True

    def write(self, note: str) -> None:
        """Replace what the next one reads: our pid, and a note behind it."""
        assert self._handle is not None
        self._handle.truncate(0)
        self._handle.write(f"{os.getpid()} {note}".strip() + "\n")
        self._handle.flush()

    def release(self) -> None:
        if self._handle is not None:
            self._handle.truncate(0)
            self._handle.close()
            self._handle = None

    def holder(self) -> tuple[int, str] | None:
        """Process id and note of the holder; None when the lock is free."""
        if not self.path.exists():
            return None
        with self.path.open("r") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                pid, _, note = handle.read().strip().partition(" ")
                return (int(pid) if pid.isdigit() else 0), note
        return None


@contextlib.contextmanager
def guest(path: Path) -> Iterator[None]:
    """Hold the door open: whoever waits with `wait_for_guests` waits for us."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def wait_for_guests(path: Path, *, seconds: float) -> None:
    """Wait until every guest has left, or the time is over."""
    deadline = time.monotonic() + seconds
    with path.open("a") as handle:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.1)
            else:
                return
