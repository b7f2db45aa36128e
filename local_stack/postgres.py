"""A private PostgreSQL: made once, started as our child, reached through a Unix socket only."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from local_stack import processes, sockets
from local_stack.problems import Problem
from local_stack.programs import PostgresPrograms
from local_stack.users import ServerUser

ROLE = DATABASE = "fairdue"
# Never plain C: with it pg_trgm finds no Chinese name at all. macOS before 15 knows only the second.
_LOCALES = ("C.UTF-8", "en_US.UTF-8")
_SMALL_SHARED_MEMORY_BYTES = 512 * 1024**2

EVERYDAY = {
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "synchronous_commit": "on",
    "jit": "off",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    # A killed night gives its lock back at once, not when its last statement ends.
    "client_connection_check_interval": "2s",
}
# A crash of the machine may cost the test data: nobody would miss them. Fifty agents at once and a test process or two
# more need their connections.
TESTS = EVERYDAY | {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_connections": "300",
}
BENCHMARK = EVERYDAY | {"shared_buffers": "1GB", "max_wal_size": "8GB", "work_mem": "64MB", "fsync": "on"}
_ENOUGH_MEMORY_BYTES = 4 * 1024**3


def benchmark_settings() -> dict[str, str]:
    """Settings of a small production server; fewer buffers when the machine has less than 4 GB."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return BENCHMARK if memory >= _ENOUGH_MEMORY_BYTES else BENCHMARK | {"shared_buffers": "256MB"}


@dataclass(kw_only=True)
class Postgres:
    """One cluster in `home/name`, with its settings."""

    home: Path
    name: str
    log: Path
    user: ServerUser
    programs: PostgresPrograms
    settings: dict[str, str]
    child: processes.Child | None = None

    @property
    def data(self) -> Path:
        return self.home / self.name

    @property
    def sockets(self) -> Path:
        return sockets.socket_dir(self.home, self.name, self.user)

    @property
    def url(self) -> str:
        """In the form of libpq, because a socket folder does not fit into the host part of a URL."""
        return f"postgres://{ROLE}@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self) -> None:
        """Make the cluster if there is none, recover it if it was killed, and wait until it answers."""
        self._refuse_foreign_data()
        if not (self.data / "PG_VERSION").is_file():
            self._initdb()
        self._clear_stale_pid()
        self.child = processes.Child(
            name="PostgreSQL",
            command=[str(self.programs.folder / "postgres"), "-D", str(self.data), *self._options()],
            env=_plain_locale(),
            log=self.log,
            user=self.user,
            stop_signal=signal.SIGINT,  # SIGTERM would wait until every client has left
            stop_seconds=30,
        )
        self.child.start()
        self.child.wait_until(self._is_ready, seconds=120)
        self._create_database()

    def _options(self) -> list[str]:
        folder = str(self.sockets).replace('"', '""')
        settings = self.settings | {"listen_addresses": "", "unix_socket_directories": f'"{folder}"'}
        if _shared_memory_is_small():
            settings["dynamic_shared_memory_type"] = "mmap"
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _initdb(self) -> None:
        """Made beside and renamed, so a killed initdb leaves nothing that looks like a cluster."""
        fresh = self.data.with_name(f"{self.name}.new")
        errors: list[str] = []
        for locale in _LOCALES:
            shutil.rmtree(fresh, ignore_errors=True)
            self.user.make_private(fresh)
            command = [str(self.programs.folder / "initdb"), "-D", str(fresh), "-U", ROLE, "--auth=trust"]
            command += [f"--locale={locale}", "--encoding=UTF8", "--no-instructions"]
            made = self._run(command)
            if made.returncode == 0:
                fresh.rename(self.data)
                return
            errors.append((made.stderr.strip().splitlines() or ["no reason given"])[-1])
        shutil.rmtree(fresh, ignore_errors=True)
        raise Problem(f"PostgreSQL could not make its data folder {self.data}: {errors[0]}")

    def _run(self, command: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, capture_output=True, text=True, cwd="/", env=_plain_locale(), **self.user.popen_options()
        )

    def _refuse_foreign_data(self) -> None:
        if self.data.exists() and self.data.stat().st_uid != self.user.uid:
            raise Problem(
                f"{self.data} was made by another user than {self.user.name}: start as that user, "
                "or set FAIRDUE_STATE_DIR to a new folder."
            )

    def _clear_stale_pid(self) -> None:
        """End a left-over server of ours, and drop a lock file whose pid now belongs to something else.

        A lock file whose pid is free is left to PostgreSQL: it checks shared memory as well.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        first = pid_file.read_text().split("\n", 1)[0].strip()
        if not first.isdigit():
            pid_file.unlink()
            return
        processes.end_leftover(int(first), marks=("postgres", str(self.data)), stop_signal=signal.SIGINT)
        if processes.exists(int(first)):
            pid_file.unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        pid_file = self.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        assert self.child is not None and self.child.process is not None
        return len(lines) > 7 and lines[0] == str(self.child.process.pid) and lines[7].strip() == "ready"

    def _create_database(self) -> None:
        connect = ["-X", "-h", str(self.sockets), "-U", ROLE, "-d", "postgres", "-v", "ON_ERROR_STOP=1"]
        psql = [str(self.programs.folder / "psql"), *connect]
        known = self._run([*psql, "-Atc", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"])
        if known.returncode == 0 and not known.stdout.strip():
            known = self._run([*psql, "-c", f"CREATE DATABASE {DATABASE}"])
        if known.returncode:
            raise Problem(f"PostgreSQL refused to make its database: {known.stderr.strip()}")


def _plain_locale() -> dict[str, str]:
    """The environment without locales and PostgreSQL variables that this machine may not have."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PG"))}


def _shared_memory_is_small() -> bool:
    """Containers often give /dev/shm 64 MB, too little for a parallel query over a million accounts."""
    if not Path("/dev").exists() or not Path("/proc/self").exists():
        return False
    try:
        space = os.statvfs("/dev/shm")
    except OSError:
        return True
    return space.f_blocks * space.f_frsize < _SMALL_SHARED_MEMORY_BYTES
