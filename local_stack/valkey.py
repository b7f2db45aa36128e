"""A private Valkey (it speaks the Redis protocol): broker of Celery and cache, on a Unix socket only."""

import signal
from dataclasses import dataclass
from pathlib import Path

from local_stack import processes, sockets
from local_stack.users import ServerUser


@dataclass(kw_only=True)
class Valkey:
    """One server in `home/name`; `durable` keeps its queue across a restart."""

    home: Path
    name: str
    log: Path
    user: ServerUser
    program: Path
    durable: bool = True
    child: processes.Child | None = None

    @property
    def socket(self) -> Path:
        return sockets.socket_dir(self.home, self.name, self.user) / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        folder = self.user.make_private(self.home / self.name)
        self._end_leftover(folder)
        # A queue must refuse new work when memory is full, never drop old work.
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--dir", str(folder)]
        options += ["--save", "", "--appendonly", "yes" if self.durable else "no", "--maxmemory-policy", "noeviction"]
        options += ["--pidfile", str(folder / "valkey.pid"), "--daemonize", "no"]
        self.child = processes.Child(
            name="Valkey",
            command=[str(self.program), *options],
            log=self.log,
            user=self.user,
            stop_signal=signal.SIGTERM,
        )
        self.child.start()
        self.child.wait_until(lambda: sockets.answers(self.socket), seconds=60)

    def _end_leftover(self, folder: Path) -> None:
        """Two servers on one append-only file would spoil it: a left-over one goes first."""
        pid_file = folder / "valkey.pid"
        if pid_file.exists():
            pid = pid_file.read_text().strip()
            if pid.isdigit():
                processes.end_leftover(int(pid), marks=(str(self.socket),), stop_signal=signal.SIGTERM)
            pid_file.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)
