"""A receiver of webhooks on this machine that does as it is told: takes, fails, hangs, lies."""

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Receiver:
    """`behaviours` are used up call by call, the last one stays; `calls` is what came, (event id, headers, body)."""

    behaviours: list[str] = field(default_factory=lambda: ["take"])
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    enough: Event = field(default_factory=Event)
    url: str = ""

    def ids(self) -> list[str]:
        return [one[0] for one in self.calls]

    def next(self) -> str:
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


class Listening(ThreadingHTTPServer):
    """A server that knows how to behave."""

    daemon_threads = True
    told: Receiver


class Handler(BaseHTTPRequestHandler):
    """Each method is a behaviour."""

    server: "Listening"

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.calls.append((self.headers["Fairdue-Event-Id"], dict(self.headers), body))
        with contextlib.suppress(OSError):
            getattr(self, self.server.told.next())()

    def do_GET(self) -> None:
        self.server.told.calls.append(("GET", dict(self.headers), b""))

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def take(self) -> None:
        self.answer(200, b"ok")

    def garbage(self) -> None:
        self.answer(200, b"\x00\xff<html>not what you asked" * 10)

    def fail(self) -> None:
        self.answer(500, b"out of order\x00")

    def elsewhere(self) -> None:
        self.answer(301, Location=f"{self.server.told.url}/elsewhere")

    def huge(self) -> None:
        self.send_response(500)
        self.send_header("Content-Length", str(10**9))
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def huge_and_well(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def close_early(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def cut_the_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.connection.shutdown(socket.SHUT_RDWR)

    def no_http(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    def hang(self) -> None:
        self.server.told.enough.wait(30)

    def trickle(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.told.enough.wait(0.05):
            self.wfile.write(b"a")


@contextlib.contextmanager
def receiver(*behaviours: str) -> Iterator[Receiver]:
    """A receiver that listens as long as the block lasts."""
    told = Receiver(behaviours=list(behaviours) or ["take"])

    server = Listening(("127.0.0.1", 0), Handler)
    server.told = told
    told.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        told.enough.set()
        server.shutdown()
        server.server_close()
        thread.join()
