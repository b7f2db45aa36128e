"""Child processes that never outlive us: started in their own session, stopped in order.

The terminal's Ctrl-C reaches only the supervisor (each child has its own session), and on Linux
the kernel stops a child whose supervisor was killed (parent-death signal).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from local_stack import paths
from local_stack.problems import Problem
from local_stack.users import ServerUser

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_LOG_LIMIT_BYTES = 10_000_000


def die_with_parent(with_signal: int) -> Callable[[], None]:
    """A preexec_fn: this process gets the signal when its parent dies. Linux only; elsewhere it does nothing."""
    parent = os.getpid()

    def set_signal() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, with_signal)
            if os.getppid() != parent:  # the parent died before the line above
                os._exit(1)

    return set_signal


@dataclass(kw_only=True)
class Child:
    """One supervised process. `stop_signal` is the one it takes as "finish now, in order"."""

    name: str
    command: list[str]
    log: Path
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    user: ServerUser | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 10.0
    process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it; its output goes to the log file."""
        options = self.user.popen_options() if self.user else {}
        _turn_over(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd="/" if self.user else paths.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),
                **options,
            )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait for `ready`; a Problem names the log when the process ends first or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.is_running():
                raise Problem(f"{self.name} did not start: {self.last_line()} (more in {self.log})")
            if time.monotonic() > deadline:
                raise Problem(f"{self.name} gave no answer within {seconds:.0f} seconds; see {self.log}")
            time.sleep(0.03)

    def last_line(self) -> str:
        """The last line of the log that says something."""
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else "it said nothing"

    def ask_to_stop(self) -> None:
        if self.is_running():
            assert self.process is not None
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ask, wait, and after `stop_seconds` kill it together with its own children."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop_together(children: list[Child]) -> None:
    """Ask all of them at once, then wait for each."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()


def command_of(pid: int) -> str:
    """Command line of a process, empty when there is none (a zombie has none either)."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
    return listed.stdout.strip()


def exists(pid: int) -> bool:
    """Whether the pid is in use, by a zombie too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_leftover(pid: int, *, marks: tuple[str, ...], stop_signal: int) -> None:
    """Stop a server of ours that outlived its supervisor (only where the kernel does not do it).

    Nothing happens unless the command line of `pid` holds every mark: a reused pid is left alone.
    """
    command = command_of(pid)
    if not command or not all(mark in command for mark in marks):
        return
    os.kill(pid, stop_signal)
    deadline = time.monotonic() + 10
    while command_of(pid) and time.monotonic() < deadline:
        time.sleep(0.05)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
