"""One REDIS_URL in the environment, two dialects: Celery and Django name a Unix socket differently."""

from urllib.parse import parse_qs, urlsplit


def _socket_parts(url: str) -> tuple[str, str] | None:
    """(path, database number) when `url` points at a Unix socket, else None."""
    parts = urlsplit(url)
    if parts.scheme not in {"redis+socket", "unix"}:
        return None
    query = parse_qs(parts.query)
    number = (query.get("virtual_host") or query.get("db") or ["0"])[0]
    return parts.path, number


def broker_url(url: str) -> str:
    """What Celery understands: `unix:///run/v.sock?db=1` becomes `redis+socket:///run/v.sock?virtual_host=1`."""
    socket = _socket_parts(url)
    return f"redis+socket://{socket[0]}?virtual_host={socket[1]}" if socket else url


def cache_url(url: str) -> str:
    """What Django's cache understands: `redis+socket:///run/v.sock?virtual_host=1` becomes `unix:///run/v.sock?db=1`."""
    socket = _socket_parts(url)
    return f"unix://{socket[0]}?db={socket[1]}" if socket else url
