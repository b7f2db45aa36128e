"""The pair of private servers, for as long as somebody needs them.

DATABASE_URL or REDIS_URL in the environment name servers of your own: then none is started for them.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from local_stack import locks, paths, sockets
from local_stack.postgres import EVERYDAY, TESTS, Postgres, benchmark_settings
from local_stack.problems import Problem
from local_stack.processes import Child
from local_stack.programs import postgres_programs, valkey_server
from local_stack.users import ServerUser, make_state_dir, server_user, servers_home
from local_stack.valkey import Valkey

# use -> folder name of the cluster, its settings, folder name of Valkey
PURPOSES = {
    "demo": ("pg", lambda: EVERYDAY, "valkey"),
    "test": ("pg-test", lambda: TESTS, "valkey-test"),
    "bench": ("pg-bench", benchmark_settings, "valkey-bench"),
}


@dataclass(kw_only=True)
class Servers:
    """What runs for one purpose, and the environment that leads there."""

    purpose: str
    postgres: Postgres | None
    valkey: Valkey | None

    @property
    def environment(self) -> dict[str, str]:
        """DATABASE_URL and REDIS_URL of the private servers; empty for those you named yourself."""
        found = {}
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            found["REDIS_URL"] = self.valkey.url
        return found

    @property
    def children(self) -> list[Child]:
        return [server.child for server in (self.postgres, self.valkey) if server and server.child]

    def start(self) -> None:
        if self.postgres:
            self.postgres.start()
        if self.valkey:
            self.valkey.start()

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()

    def run_already(self) -> bool:
        """Whether somebody else of this state folder keeps them running."""
        paths_in_use = []
        if self.postgres:
            paths_in_use.append(self.postgres.sockets / ".s.PGSQL.5432")
        if self.valkey:
            paths_in_use.append(self.valkey.socket)
        return all(sockets.answers(path) for path in paths_in_use)


def private_servers(python: Path, purpose: str) -> Servers:
    """Describe the servers for a purpose ("demo", "test" or "bench"); nothing is started yet."""
    cluster, settings, valkey_name = PURPOSES[purpose]
    servers = Servers(purpose=purpose, postgres=None, valkey=None)
    needed = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if not needed:
        return servers
    user = server_user()
    home = servers_home(user)
    if "DATABASE_URL" in needed:
        servers.postgres = _postgres(python, user, home, cluster, settings())
    if "REDIS_URL" in needed:
        servers.valkey = Valkey(
            home=home,
            name=valkey_name,
            log=_log(valkey_name),
            user=user,
            program=valkey_server(python, user),
            durable=purpose == "demo",
        )
    return servers


def _postgres(python: Path, user: ServerUser, home: Path, name: str, settings: dict[str, str]) -> Postgres:
    return Postgres(
        home=home,
        name=name,
        log=_log(name),
        user=user,
        programs=postgres_programs(python, user, data=home / name),
        settings=settings,
    )


def _log(name: str) -> Path:
    return paths.state_dir() / "log" / f"{name}.log"


def lock_of(purpose: str) -> locks.Lock:
    """Whoever holds it may start and stop the servers of this purpose in this state folder."""
    return locks.Lock(_lock_path(purpose))


def _lock_path(purpose: str) -> Path:
    make_state_dir(paths.state_dir())
    return paths.state_dir() / f"{purpose}.lock"


def _guests_path(purpose: str) -> Path:
    return _lock_path(purpose).with_suffix(".guests")


@contextlib.contextmanager
def running(python: Path, purpose: str, *, share: bool = True) -> Iterator[dict[str, str]]:
    """Keep the servers up for the body; gives their environment.

    With `share`, servers that somebody else keeps running are used as a guest, and servers we started
    wait for our own guests. Without it, a second one gets a Problem.
    """
    servers = private_servers(python, purpose)
    if not servers.environment:
        yield {}
        return
    lock = lock_of(purpose)
    if not lock.take(purpose):
        if not share or not servers.run_already():
            raise Problem(_busy(lock, purpose))
        with locks.guest(_guests_path(purpose)):
            yield servers.environment
        return
    try:
        servers.start()
        yield servers.environment
        locks.wait_for_guests(_guests_path(purpose), seconds=3600)
    finally:
        servers.stop()
        lock.release()


def _busy(lock: locks.Lock, purpose: str) -> str:
    pid = (lock.holder() or (0, ""))[0]
    return (
        f"Another {purpose} run (process {pid}) uses {paths.state_dir()}: wait for it, or give this one a folder "
        "of its own: FAIRDUE_STATE_DIR=/tmp/another python3 run.py …"
    )
