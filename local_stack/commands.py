"""The commands of `run.py`. Words behind `test`, `bench` and `manage` go on to the program they start."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from local_stack import chromium, django, environment, paths
from local_stack.demo import demo, stop
from local_stack.keys import FILE_NAME as KEYS
from local_stack.ports import FIRST_PORT
from local_stack.problems import Problem
from local_stack.servers import PURPOSES, lock_of, running
from local_stack.users import server_user, servers_home

USAGE = """python3 run.py COMMAND

  demo [--port N] [--host ADDRESS]   the whole system with a demo portfolio, until Ctrl-C
  test [WORDS …]                     all tests, on every core; or what the words tell pytest
  bench [WORDS …]                    the benchmark of a million accounts
  manage WORDS …                     a command of manage.py, with the private servers behind it
  env                                make the developer's environment, var/venv
  stop                               stop a running demo
  reset [--yes]                      delete the private data and outdated environments

With DATABASE_URL and REDIS_URL set, those servers are used and none is started.
"""


def run(words: list[str]) -> int:
    """Do what the words say; gives the exit code. A Problem becomes one sentence."""
    command = COMMANDS.get(words[0]) if words else None
    if command is None:
        asked_for_help = words[:1] in (["-h"], ["--help"], ["help"])
        print(USAGE, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    try:
        return command(words[1:])
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _demo(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py demo")
    parser.add_argument("--port", type=int, help=f"port of the web server (default: the first free from {FIRST_PORT})")
    parser.add_argument("--host", default="127.0.0.1", help="address it listens on (default: this machine only)")
    options = parser.parse_args(words)
    return demo(host=options.host, port=options.port)


def _stop(words: list[str]) -> int:
    argparse.ArgumentParser(prog="run.py stop").parse_args(words)
    return stop()


def _env(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py env")
    parser.add_argument("--bin", action="store_true", help="print only the folder of its programs, for scripts")
    options = parser.parse_args(words)
    python = environment.prepare("dev")
    print(python.parent if options.bin else f"Ready: {paths.venv_link()}/bin/python")
    return 0


_ON_EVERY_CORE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
"""How all tests run: a database for each process, the tests of a file together, as `tests/conftest.py` orders them."""


def _test(words: list[str]) -> int:
    python = environment.prepare("dev")
    chromium.ensure(python)
    sys.stdout.flush()
    os.chdir(paths.ROOT)
    # The test run takes our place, Ctrl-C included.
    os.execv(python, [str(python), "-m", "pytest", *(words or _ON_EVERY_CORE)])


def _bench(words: list[str]) -> int:
    python = environment.prepare("run")
    with running(python, "bench", share=False) as servers:
        env = django.environment_for(python, servers)
        return django.in_terminal([str(python), "-m", "benchmarks", *words], env=env)


def _manage(words: list[str]) -> int:
    python = environment.prepare("run")
    with running(python, "demo") as servers:
        return django.manage(python, words, env=django.environment_for(python, servers))


def _reset(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py reset")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options = parser.parse_args(words)
    held = [lock_of(purpose) for purpose in PURPOSES]
    for lock in held:
        if not lock.take("reset"):
            raise Problem(f"{paths.state_dir()} is in use (process {(lock.holder() or (0, ''))[0]}): stop it first.")
    doomed = [path for path in _private_things() if path.exists()]
    if not doomed:
        print("There is nothing to delete.")
        return 0
    print("This deletes:", *doomed, sep="\n  ")
    if not options.yes and input("Type yes to go on: ").strip().lower() != "yes":
        print("Nothing was deleted.")
        return 1
    for path in doomed:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("Deleted.")
    return 0


def _private_things() -> list[Path]:
    state = paths.state_dir()
    home = servers_home(server_user())
    servers = [home / name for cluster, _, valkey in PURPOSES.values() for name in (cluster, valkey)]
    return [*servers, home / "run", state / "static", state / KEYS, *environment.outdated()]


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": _demo,
    "test": _test,
    "bench": _bench,
    "manage": _manage,
    "env": _env,
    "stop": _stop,
    "reset": _reset,
}
