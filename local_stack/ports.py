"""A free port for the web server."""

import socket

from local_stack.problems import Problem

FIRST_PORT = 8000
_TRIES = 20


def free_port(host: str, asked: int | None) -> int:
    """The port asked for, or the first free one from 8000 on.

    A port that was asked for and is taken is a Problem; with none asked for, 8000 taken gives 8001.
    """
    if asked is not None:
        if not _is_free(host, asked):
            raise Problem(f"Port {asked} on {host} is taken: choose another one with --port, or leave --port out.")
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + _TRIES):
        if _is_free(host, port):
            return port
    raise Problem(f"Ports {FIRST_PORT} to {FIRST_PORT + _TRIES - 1} on {host} are all taken: choose one with --port.")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except socket.gaierror:
            raise Problem(f"{host} is no address of this machine.") from None
        except PermissionError:
            raise Problem(f"Port {port} is reserved for root: choose one above 1023 with --port.") from None
        except OSError:
            return False
        return True
