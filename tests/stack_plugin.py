"""Private servers for a test run, up before Django reads its settings.

pyproject.toml loads this plugin, so `pytest` alone does the same as `python3 run.py test`.
TEST_DATABASE_URL (or DATABASE_URL) and REDIS_URL name servers of your own; then none is started for them.
FAIRDUE_BROWSER=require makes a run without one passed browser test fail; skip leaves those tests out.
"""

import atexit
import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from local_stack.problems import Problem
from local_stack.servers import running

_passed_in_browser: set[str] = set()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Start the servers once; workers of xdist inherit their addresses."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        _start_servers()
    return (yield)


def _start_servers() -> None:
    if named := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = named
    # Playwright keeps an event loop in the main thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    servers = contextlib.ExitStack()
    try:
        os.environ.update(servers.enter_context(running(Path(sys.executable), "test", share=False)))
    except Problem as problem:
        raise pytest.UsageError(str(problem)) from None
    atexit.register(servers.close)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed and "browser" in report.keywords:
        _passed_in_browser.add(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where browser tests are required, none passed is a failure, whatever the reason."""
    if _browser_was_missed(session.config) and session.exitstatus in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _browser_was_missed(terminalreporter.config):
        terminalreporter.write_line("FAIRDUE_BROWSER=require, and not one browser test passed.", red=True)


def _browser_was_missed(config: pytest.Config) -> bool:
    is_controller = not os.environ.get("PYTEST_XDIST_WORKER")
    wanted = os.environ.get("FAIRDUE_BROWSER") == "require" and not config.option.collectonly
    return is_controller and wanted and not _passed_in_browser
