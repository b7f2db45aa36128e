"""A small client of Fairdue's REST door: one file, Python 3.11 or later, nothing but the standard library.

    client = Client("http://127.0.0.1:8000", api_key="…")          # or Client.log_in(host, username, password)
    client.get("me")
    for account in client.pages("accounts", bucket="M1"): …
    client.post("payments/bulk", {"payments": [...]})

What is refused raises Problem; what may be tried again is tried again, a POST under one Idempotency-Key.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds between two tries, whatever the server asks for; who is told to wait longer gets the Problem."""


class Problem(Exception):
    """What the server refused (RFC 9457). `code` is stable, `detail` for people, `errors` name the fields.

    `status` is that of HTTP; 0 when there was no answer at all. `body` is the whole problem.
    """

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        self.status = status
        self.body = body
        self.code = str(body.get("code", ""))
        self.detail = str(body.get("detail", ""))
        self.errors: list[dict[str, str]] = body.get("errors", [])
        super().__init__(f"{status} {self.code}: {self.detail}")


class Answer(NamedTuple):
    """What came back: `data` is None when there is no body."""

    status: int
    data: Any
    headers: dict[str, str]


class Client:
    """One caller. `api_key` or `token`; `language` is that of messages, `en` or `zh-Hans`."""

    def __init__(
        self, host: str, *, api_key: str = "", token: str = "", language: str = "en", timeout: float = 30.0
    ) -> None:
        self.root = host.rstrip("/") + "/api/v1/"
        self.timeout = timeout
        self.headers = {"Accept": "application/json", "Accept-Language": language}
        if api_key:
            self.headers["Authorization"] = f"Api-Key {api_key}"
        elif token:
            self.headers["Authorization"] = f"Token {token}"

    @classmethod
    def log_in(cls, host: str, username: str, password: str, **more: Any) -> "Client":
        """A client with a fresh token. A machine is better off with an API key."""
        given = cls(host, **more).post("log-in", {"username": username, "password": password})
        return cls(host, token=given["token"], **more)

    def get(self, path: str, **query: Any) -> Any:
        """The body of a GET. A list in `query` is sent as repeated parameters."""
        return self.send("GET", path, query=query).data

    def post(self, path: str, body: Any = None, *, key: str = "", if_match: str = "") -> Any:
        """The body of the answer to a POST. Every try carries the same `key`, so that it happens once.

        Give a `key` of your own to send the same request again in another run. `if_match` is an `ETag` of `read`.
        """
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        if if_match:
            headers["If-Match"] = if_match
        return self.send("POST", path, body=body if body is not None else {}, headers=headers).data

    def read(self, path: str) -> tuple[Any, str]:
        """A GET and its `ETag`, to change what was read with `post(…, if_match=etag)`."""
        answer = self.send("GET", path)
        return answer.data, answer.headers.get("etag", "")

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page, as the cursor leads."""
        page = self.get(path, **query)
        while True:
            yield from page["results"]
            if not page["next"]:
                return
            page = self.send("GET", page["next"]).data

    def changes(self, cursor: str = "", **query: Any) -> Iterator[tuple[list[dict[str, Any]], str]]:
        """Events after `cursor`, page by page, each page with the cursor to store once its events are dealt with.

        Ends when everything that had settled has been read. After a crash in the middle of a page it comes again.
        """
        more = True
        while more:
            page = self.get("changes", **({"cursor": cursor} if cursor else {}), **query)
            cursor, more = page["cursor"], page["more"]
            yield page["results"], cursor

    def send(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request, tried again while that may help: no answer, 5xx, 429. Raises Problem."""
        kind = {"Content-Type": "application/json"} if body is not None else {}
        request = urllib.request.Request(
            self._address(path, query or {}),
            data=None if body is None else json.dumps(body, default=str).encode(),
            headers={**self.headers, **kind, **(headers or {})},
            method=method,
        )
        for left in reversed(range(TRIES)):
            try:
                return self._once(request)
            except _Again as again:
                if left == 0 or again.wait > LONGEST_WAIT:
                    raise again.problem from None
                time.sleep(again.wait or 0.2 * 2 ** (TRIES - left))
        raise AssertionError("never reached")

    def _once(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return Answer(answer.status, _read(answer.read()), _lower(answer.headers))
        except urllib.error.HTTPError as error:
            problem = Problem(error.code, _body(error.read()))
            if error.code == 429 or error.code >= 500:
                raise _Again(problem, float(error.headers.get("Retry-After") or 0)) from None
            raise problem from None
        except OSError as error:
            raise _Again(Problem(0, {"code": "no_answer", "detail": str(error)}), 0) from None

    def _address(self, path: str, query: dict[str, Any]) -> str:
        address = path if path.startswith("http") else self.root + urllib.parse.quote(path.strip("/"), safe="/?=&%")
        if not address.startswith(self.root):
            raise ValueError(f"{address} is not at {self.root}: the key goes nowhere else.")
        return address + ("?" + urllib.parse.urlencode(query, doseq=True) if query else "")


class _Again(Exception):
    """It may help to ask once more, in `wait` seconds."""

    def __init__(self, problem: Problem, wait: float) -> None:
        self.problem = problem
        self.wait = wait


def _read(text: bytes) -> Any:
    return json.loads(text) if text else None


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _body(text: bytes) -> dict[str, Any]:
    """The problem; what a proxy says instead becomes one."""
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if isinstance(body, dict):
        return body
    return {"code": "no_problem_json", "detail": text[:200].decode("utf-8", "replace")}
