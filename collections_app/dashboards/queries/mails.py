"""Whether what is mailed to somebody arrives."""

from datetime import datetime

from collections_app.dashboards.models import AlertMail, Mail, Mailing, SummarySent


def failing_mail(mailing: Mailing) -> Mail | None:
    """The newest mail to this address that was tried, if that failed; None once a newer one was sent."""
    newest = [row for row in (_newest(kind, mailing) for kind in (AlertMail, SummarySent)) if row is not None]
    last = max(newest, key=_tried_at, default=None)
    return last if last is not None and last.failure and last.sent_at is None else None


def _newest(kind: type[Mail], mailing: Mailing) -> Mail | None:
    tried = kind._base_manager.filter(user=mailing.user_id, tried_at__gte=mailing.since)
    return tried.order_by("-tried_at", "-pk").first()


def _tried_at(row: Mail) -> datetime:
    assert row.tried_at is not None
    return row.tried_at
