"""`run.py demo`: the whole system on this machine, until Ctrl-C."""

import contextlib
import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from local_stack import django, environment, paths, ports
from local_stack.problems import Problem
from local_stack.processes import Child, stop_together
from local_stack.servers import Servers, lock_of, private_servers

_WATCH_SECONDS = 0.5


def demo(*, host: str, port: int | None) -> int:
    """Start everything, print where it is, watch it, and stop it in order. Gives the exit code."""
    python = environment.prepare("run")
    lock = lock_of("demo")
    if not lock.take():
        raise Problem(_runs_already(lock.holder()))
    servers: Servers | None = None
    programs: list[Child] = []
    with _signals_as_interrupt():
        try:
            port = ports.free_port(host, port)
            servers = private_servers(python, "demo")
            env = _start_data(python, servers, host)
            programs += _programs(python, env, host, port)
            _start_programs(programs, host, port)
            lock.write(_url(host, port))
            _welcome(python, env, _url(host, port))
            _watch([*servers.children, *programs])
        except KeyboardInterrupt:
            _say_if_heard("\nStopping …")
        finally:
            _without_interrupts()
            stop_together(programs)
            if servers:
                servers.stop()
            lock.release()
    _say_if_heard("Everything is stopped; the data are kept.")
    return 0


def _say_if_heard(words: str) -> None:
    """Print, though the terminal may be what went away; stopping in order matters more than the words."""
    with contextlib.suppress(OSError):
        print(words, flush=True)


def _start_data(python: Path, servers: Servers, host: str) -> dict[str, str]:
    """Servers, tables, static files, demo portfolio: what must stand before the first page."""
    print("Starting PostgreSQL and Valkey …" if servers.postgres else "Using the servers you named …", flush=True)
    servers.start()
    env = django.environment_for(python, servers.environment)
    env.setdefault("ALLOWED_HOSTS", ",".join(["localhost", "127.0.0.1", "[::1]", host]))
    print("Bringing the tables up to date …", flush=True)
    django.step(python, ["migrate", "--no-input", "--verbosity", "0"], env=env)
    django.collect_static(python, env=env)
    django.step(python, ["demo", "--if-empty"], env=env, show=True)
    env["DEMO_CLOCK_MINUTES"] = django.step(python, ["demo", "--clock"], env=env).strip()
    return env


def _programs(python: Path, env: dict[str, str], host: str, port: int) -> list[Child]:
    state, log = paths.state_dir(), paths.state_dir() / "log"
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = ["gunicorn", "collections_app.wsgi:application", "--bind", address, "--workers", "2", "--threads", "4"]
    worker = ["celery", "-A", "collections_app", "worker", "--concurrency", "2", "--loglevel", "INFO"]
    beat = ["celery", "-A", "collections_app", "beat", "--loglevel", "INFO", "--pidfile", ""]
    beat += ["--schedule", str(state / "celerybeat-schedule")]
    modules = {"web": ("Web server", web), "worker": ("Celery worker", worker), "beat": ("Celery beat", beat)}
    return [
        Child(name=name, command=[str(python), "-m", *words], env=env, log=log / f"{key}.log")
        for key, (name, words) in modules.items()
    ]


def _start_programs(programs: list[Child], host: str, port: int) -> None:
    """The web server first and alone, so that the first page does not wait for the others."""
    web, *others = programs
    web.start()
    web.wait_until(lambda: _is_healthy(host, port), seconds=60)
    for program in others:
        program.start()


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_local(host), port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _local(host: str) -> str:
    """An address to reach a server that listens on `host` from this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _url(host: str, port: int) -> str:
    name = _local(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _welcome(python: Path, env: dict[str, str], url: str) -> None:
    print(f"\nFairdue runs at {url}\n", flush=True)
    django.step(python, ["demo", "--log-ins"], env=env, show=True)
    if env["DEMO_CLOCK_MINUTES"] != "0":
        print(
            "\nNobody may be called in China at this hour, so the demo's clock opens at ten in the morning.", flush=True
        )
    print(f"\nLogs are in {paths.state_dir() / 'log'}. Ctrl-C stops everything; the data are kept.", flush=True)


def _watch(children: list[Child]) -> None:
    while True:
        for child in children:
            if not child.is_running():
                raise Problem(f"{child.name} ended unexpectedly, so everything was stopped; see {child.log}")
        time.sleep(_WATCH_SECONDS)


def _runs_already(holder: tuple[int, str] | None) -> str:
    pid, url = holder or (0, "")
    where = f" at {url}" if url else ", still starting"
    return f"A demo already runs from this folder{where} (process {pid}). `python3 run.py stop` stops it."


@contextlib.contextmanager
def _signals_as_interrupt() -> Iterator[None]:
    """A polite kill and a closed terminal end the demo like Ctrl-C."""
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = {name: signal.signal(name, interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _without_interrupts() -> None:
    """From here on we are stopping: a second Ctrl-C must not leave half of it running."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)


def stop() -> int:
    """Ask a running demo of this folder to stop, and wait until it has."""
    lock = lock_of("demo")
    holder = lock.holder()
    if holder is None:
        print("No demo runs from this folder.")
        return 0
    if holder[0]:
        os.kill(holder[0], signal.SIGTERM)
    for _ in range(600):
        if lock.holder() is None:
            print("The demo is stopped.")
            return 0
        time.sleep(0.1)
    print(f"Process {holder[0]} did not stop within a minute.", file=sys.stderr)
    return 1
