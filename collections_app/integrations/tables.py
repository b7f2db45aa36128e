"""The tables of integrations as files, never with a key or a secret."""

from collections_app.shared.tables import Column

KEYS: list[Column] = [
    ("begins_with", "prefix"),
    ("used_by", "name"),
    ("user", "user.username"),
    ("allows", lambda key: " ".join(key.scopes)),
    ("calls_a_minute", "rate_per_minute"),
    ("ends_at", "expiry_date"),
    ("last_used_at", "last_used_at"),
    ("revoked", lambda key: "yes" if key.revoked else "no"),
]
WEBHOOKS: list[Column] = [
    ("receiver", "name"),
    ("address", "url"),
    ("events", lambda webhook: " ".join(webhook.kinds)),
    ("state", "state"),
    ("failing_since", "failing_since"),
    ("next_try_at", "next_try_at"),
    ("waiting", "waiting"),
    ("given_up", "dead"),
    ("last_attempt_at", "last_attempt_at"),
]
DELIVERIES: list[Column] = [
    ("event", "event_id"),
    ("kind", "event.kind"),
    ("receiver", "webhook.name"),
    ("status", "status"),
    ("attempts", "attempts"),
    ("last_attempt_at", "last_attempt_at"),
    ("next_attempt_at", "next_attempt_at"),
    ("answer", "last_status_code"),
    ("error", "last_error"),
    ("milliseconds", "response_ms"),
]
DAILY_FILES: list[Column] = [
    ("business_date", lambda line: line[0].date),
    ("file", lambda line: line[1].name),
    ("rows", lambda line: line[1].rows),
    ("bytes", lambda line: line[1].bytes),
    ("sha256", lambda line: line[1].sha256),
]
