"""One POST to an address that was checked: no redirect is followed, no answer is waited for or read without end."""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Event, Timer

from .rules.addresses import Target, WrongAddress, target_of, to_call

SECONDS = 5.0
"""For everything: connecting, sending, the answer. A receiver that trickles bytes has no longer."""
LONGEST_ANSWER = 10_000
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`status` is None without an answer; `error` is "" when the receiver took it, else a code of `labels.py`."""

    status: int | None = None
    error: str = ""
    text: str = ""
    milliseconds: int = 0


def addresses_of(host: str, port: int) -> list[str]:
    """Every address `host` stands for; none when nobody knows the name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    private_hosts: Collection[str] = (),
    seconds: float | None = None,
    resolve: Resolve = addresses_of,
) -> Answer:
    """POST `body`. Never raises for what the other side does; anything but a 2xx is an `error`."""
    limit, started = seconds or SECONDS, time.monotonic()
    status, text, error = None, "", ""
    try:
        target = target_of(url, private_hosts=private_hosts)
        status, text = _exchange(target, to_call(target, resolve(target.host, target.port)), body, headers, limit)
        error = _judged(status)
    except WrongAddress as wrong:
        error = wrong.code
    except TimeoutError:
        error = "timeout"
    except ssl.SSLError:
        error = "tls"
    except ConnectionRefusedError:
        error = "refused"
    except OSError:
        error = "broke_off"
    except (http.client.HTTPException, ValueError):
        error = "not_http"
    passed = time.monotonic() - started
    if error in ("tls", "broke_off", "not_http") and passed >= limit * 0.95:
        error = "timeout"
    return Answer(status=status, error=error, text=text if error else "", milliseconds=int(passed * 1000))


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return "redirect" if 300 <= status < 400 else "status"


def _exchange(target: Target, address: str, body: bytes, headers: Mapping[str, str], limit: float) -> tuple[int, str]:
    with _connected(target, address, limit) as (link, over):
        talk = http.client.HTTPConnection(target.host, target.port)
        talk.default_port = 443 if target.secure else 80
        talk.sock = link  # it would connect to the name otherwise
        talk.request("POST", target.path, body=body, headers={**headers, "Connection": "close"})
        answer = talk.getresponse()
        if over.is_set():  # headers that were cut look like headers that ended
            raise TimeoutError
        # A good answer is good without its body: a receiver that closes early has taken the event all the same.
        return answer.status, "" if _judged(answer.status) == "" else _beginning(answer)


@contextlib.contextmanager
def _connected(target: Target, address: str, limit: float) -> Iterator[tuple[socket.socket, Event]]:
    """A connection that is cut when the time is over, whatever is going on in it."""
    plain = socket.create_connection((address, target.port), timeout=limit)
    guard, over = plain.dup(), Event()
    end = Timer(limit, _cut, [guard, over])
    end.daemon = True
    end.start()
    link: socket.socket = plain
    try:
        if target.secure:
            link = _trusted().wrap_socket(plain, server_hostname=target.host)
        yield link, over
    finally:
        end.cancel()
        link.close()
        plain.close()
        guard.close()


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The certificates of this machine; the name of the receiver is checked against its own."""
    return ssl.create_default_context()


def _cut(link: socket.socket, over: Event) -> None:
    over.set()
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)


def _beginning(answer: http.client.HTTPResponse) -> str:
    """The first characters of what was said, for the log; a body that breaks off says nothing."""
    try:
        text = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError):
        return ""
    return "".join(one if one.isprintable() else " " for one in text)[:300].strip()
