"""Unix sockets of the private servers: no port to clash, no password to keep."""

import socket
import tempfile
from pathlib import Path

from local_stack import paths
from local_stack.users import ServerUser

# The kernel allows 107 bytes on Linux and 103 on macOS, the name of the socket included.
_LONGEST_BYTES = 103
_LONGEST_NAME = "/.s.PGSQL.5432"


def socket_dir(home: Path, name: str, user: ServerUser) -> Path:
    """A private folder for the sockets of one server; a short one elsewhere when the path is too long."""
    folder = home / "run" / name
    if len(bytes(folder)) + len(_LONGEST_NAME) > _LONGEST_BYTES:
        folder = Path(tempfile.gettempdir()) / f"fairdue-{paths.short_name(folder)}"
        if len(bytes(folder)) + len(_LONGEST_NAME) > _LONGEST_BYTES:
            folder = Path("/tmp") / folder.name
    else:
        (home / "run").mkdir(exist_ok=True)
        (home / "run").chmod(0o755)
    return user.make_private(folder)


def answers(path: Path) -> bool:
    """Whether somebody listens on the socket."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True
