"""Children of the supervisor never outlive it, and nobody else's process is touched."""

import os
import signal
import subprocess
import sys
import time

import pytest

from local_stack import processes
from local_stack.paths import ROOT
from local_stack.problems import Problem
from local_stack.processes import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(100)"]
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(100)"
)


def until(condition) -> None:
    """Wait for something that must come; the limit only ends a broken test."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of macOS has no parent-death signal")
def test_a_child_ends_when_its_supervisor_is_killed(tmp_path):
    supervisor_code = f"""
import pathlib, sys, time
from local_stack.processes import Child
child = Child(name="c", command={SLEEP!r}, log=pathlib.Path({str(tmp_path / "log")!r}))
child.start()
print(child.process.pid, flush=True)
time.sleep(100)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", supervisor_code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(supervisor.stdout.readline())
    assert processes.command_of(pid)

    supervisor.kill()
    supervisor.communicate()

    until(lambda: not processes.command_of(pid))


def test_a_child_that_ignores_the_polite_signal_is_killed_with_its_own_children(tmp_path):
    child = Child(name="c", command=[sys.executable, "-c", STUBBORN], log=tmp_path / "log", stop_seconds=0.1)
    child.start()
    until(lambda: "up" in (tmp_path / "log").read_text())

    child.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_a_child_that_ends_while_we_wait_is_a_problem_with_its_last_words(tmp_path):
    child = Child(name="Server", command=[sys.executable, "-c", "raise SystemExit('no room')"], log=tmp_path / "log")
    child.start()

    with pytest.raises(Problem, match="Server did not start: no room"):
        child.wait_until(lambda: False, seconds=60)


def test_a_reused_pid_is_left_alone():
    stranger = subprocess.Popen(SLEEP)
    try:
        processes.end_leftover(stranger.pid, marks=("postgres", "/our/data"), stop_signal=signal.SIGKILL)

        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_left_over_server_of_ours_is_ended():
    server = subprocess.Popen([*SLEEP, "/our/data"])
    until(lambda: "/our/data" in processes.command_of(server.pid))
    processes.end_leftover(server.pid, marks=("time.sleep", "/our/data"), stop_signal=signal.SIGKILL)

    assert server.wait() == -signal.SIGKILL


def test_a_pid_that_nobody_uses_does_not_exist():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()

    assert not processes.exists(gone.pid)
    assert processes.exists(os.getpid())
