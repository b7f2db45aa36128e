"""Whom the private servers run as. PostgreSQL refuses to run as root, so root lends them another user."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from local_stack import paths
from local_stack.problems import Problem

LENT_USERS = ("postgres", "nobody")


@dataclass(frozen=True, kw_only=True)
class ServerUser:
    """The user of the private servers; `lent` when we are root and they are not."""

    name: str
    uid: int
    gid: int
    lent: bool

    def popen_options(self) -> dict:
        """Arguments for subprocess that make the child run as this user."""
        if not self.lent:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may reach the folder (root's own home is closed to others)."""
        if not self.lent:
            return True
        attempt = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        return subprocess.run(attempt, capture_output=True, cwd="/", **self.popen_options()).returncode == 0

    def make_private(self, folder: Path) -> Path:
        """Create the folder for this user alone; refuse one that belongs to somebody else."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.lent and folder.stat().st_uid == 0:
            os.chown(folder, self.uid, self.gid)
        if folder.stat().st_uid != self.uid:
            raise Problem(
                f"{folder} belongs to another user than {self.name}: "
                "remove it, or set FAIRDUE_STATE_DIR to a new folder."
            )
        folder.chmod(0o700)
        return folder


def server_user() -> ServerUser:
    """The current user; for root, the first of postgres and nobody that this machine has."""
    uid = os.geteuid()
    if uid == 0:
        return _lent_user()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise Problem(
            f"User id {uid} has no name in /etc/passwd and PostgreSQL needs one: "
            "start as a named user, or set DATABASE_URL and REDIS_URL."
        ) from None
    return ServerUser(name=entry.pw_name, uid=uid, gid=entry.pw_gid, lent=False)


def _lent_user() -> ServerUser:
    for name in LENT_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid, lent=True)
    raise Problem(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: "
        "start as an ordinary user."
    )


def servers_home(user: ServerUser) -> Path:
    """Where the servers keep data: the state folder, or a public place when they cannot enter it."""
    state = paths.state_dir()
    make_state_dir(state)
    if user.can_enter(state):
        return state
    home = Path("/var/lib/fairdue") / paths.short_name(state)
    home.mkdir(parents=True, exist_ok=True)
    for folder in (home.parent, home):
        folder.chmod(0o755)
    return home


def make_state_dir(state: Path) -> None:
    """Create the state folder, or say in one sentence why not."""
    try:
        (state / "log").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"Cannot write to {state} ({error.strerror}): set FAIRDUE_STATE_DIR.") from None
    if not os.access(state, os.W_OK) or not os.access(state / "log", os.W_OK):
        raise Problem(f"Cannot write to {state}: it belongs to another user. Set FAIRDUE_STATE_DIR.")


def reachable_copy(user: ServerUser, folders: list[Path], *, key: str) -> Path | None:
    """Copy programs that the servers' user cannot reach to a public place.

    Returns the folder that holds the copies, or None when no copy is needed.
    The copies keep their names and stay neighbours, because programs find their libraries by relative path.
    """
    if all(user.can_enter(folder) for folder in folders):
        return None
    target = Path("/var/lib/fairdue") / f"programs-{key}"
    if not target.is_dir():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in folders:
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
        _open_for_reading(fresh)
        try:
            fresh.rename(target)
        except OSError:
            if not target.is_dir():  # else somebody was quicker, and theirs is as good
                raise
            shutil.rmtree(fresh)
    return target


def _open_for_reading(folder: Path) -> None:
    for path in (folder.parent, folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
