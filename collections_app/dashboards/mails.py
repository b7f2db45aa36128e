"""Mail in its reader's language: alerts that were raised, and the summary; each row is sent once and says when."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collections_app.people.models import User
from collections_app.people.queries import actor_of_user
from collections_app.shared.actor import Actor

from .alert_figures import OPERATION_PAGE
from .alert_words import condition_in_words, figure_address, scope_in_words, value_in_words
from .models import AlertRaised, Mailing, SummarySent
from .queries.alerts import may_read, raised
from .queries.standing import Standing, standing_after
from .queries.summary import Summary, summary
from .rules.mailing import days_of_summary
from .summary_text import context_of, title_of

log = logging.getLogger(__name__)
Told = tuple[Summary, Sequence[Standing]]
MOST_TRIES = 10
LATEST = timedelta(hours=12)
"""What could not be sent for so long is not sent any more: its news is old."""


def mail_raised(*, at: datetime) -> int:
    """Write to the people of alerts that stand and were not written about; how many mails. Nothing without a server."""
    if not settings.MAIL_IS_SET:
        return 0
    waiting = AlertRaised.objects.filter(ended_at=None, mailed_at=None, raised_at__gt=at - LATEST)
    return sum(_mail_one_raised(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _mail_one_raised(pk: int, at: datetime) -> int:
    """One crossing, its row locked: another worker finds it written about already."""
    with transaction.atomic():
        row = AlertRaised.objects.select_for_update(skip_locked=True).filter(pk=pk, mailed_at=None).first()
        if row is None:
            return 0
        readers = Mailing.objects.filter(user__in=row.alert.told.all(), alerts=True).select_related("user")
        mailings = [one for one in readers if may_read(_actor(one.user), row.alert)]
        if not mailings:
            return 0
        shown = raised(Actor.night()).get(pk=pk)
        try:
            for mailing in mailings:
                with _speaking(mailing.user):
                    _send(mailing.address, *_alert_text(shown))
        except (OSError, SMTPException) as error:
            log.warning("Alert %s could not be mailed: %s", pk, error)
            return 0
        AlertRaised.objects.filter(pk=pk).update(mailed_at=at)
        return len(mailings)


def _alert_text(row: Any) -> tuple[str, str, str]:
    words = {"scope": scope_in_words(row.alert, row), "condition": condition_in_words(row.alert)}
    title = _("Alert: %(scope)s, %(condition)s") % words
    context = {
        "title": title,
        "value": value_in_words(row.alert, row.value),
        "row": row,
        "figure": _public(figure_address(row.alert, row.day)),
        "address": _address("alerts"),
    }
    text, html = _both("alert", context)
    return title, text, html


def plan_summaries(*, at: datetime) -> int:
    """Note every summary that is due by now and not noted yet; how many. Whoever subscribed later that day waits."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    new = 0
    for mailing in Mailing.objects.exclude(summary=Mailing.Summary.NEVER).select_related("user"):
        span = days_of_summary(mailing.summary, hour=mailing.hour, day=local.date(), now_hour=local.hour)
        due_at = local.replace(hour=mailing.hour, minute=0, second=0, microsecond=0)
        if span is None or mailing.since > due_at:
            continue
        given = {"first": span[0], "due_at": due_at}
        new += SummarySent.objects.get_or_create(user=mailing.user, day=local.date(), defaults=given)[1]
    return new


def send_summaries(*, at: datetime) -> int:
    """Send what is due and was not sent; how many mails. A failed one is tried again, ten times within twelve hours."""
    if not settings.MAIL_IS_SET:
        return 0
    waiting = SummarySent.objects.filter(sent_at=None, due_at__lte=at, due_at__gt=at - LATEST, tries__lt=MOST_TRIES)
    told: dict[tuple[date, date], Told] = {}
    return sum(_send_one(pk, at, told) for pk in waiting.order_by("due_at", "pk").values_list("pk", flat=True))


def _send_one(pk: int, at: datetime, told: dict[tuple[date, date], Told]) -> int:
    with transaction.atomic():
        row = SummarySent.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, sent_at=None).first()
        mailing = Mailing.objects.filter(user=row.user_id).select_related("user").first() if row else None
        if row is None or mailing is None or not _may_read(mailing.user):
            return 0
        days = (row.first, row.day - timedelta(days=1))
        if days not in told:
            told[days] = summary(first=days[0], last=days[1]), standing_after(*days)
        row.tries += 1
        try:
            with _speaking(mailing.user):
                _send(mailing.address, *_summary_text(*_for_reader(mailing.user, *told[days])))
            row.sent_at, row.failure = at, ""
        except (OSError, SMTPException) as error:
            row.failure = str(error)[:200]
        row.save(update_fields=["tries", "sent_at", "failure"])
        return int(row.sent_at is not None)


def _summary_text(found: Summary, buckets: Sequence[Standing]) -> tuple[str, str, str]:
    addresses = {"address": _address("operation"), "dashboard": _address("dashboard")}
    text, html = _both("summary", context_of(found, buckets) | addresses)
    return title_of(found), text, html


def _for_reader(user: User, found: Summary, buckets: Sequence[Standing]) -> Told:
    """An outside agency reads of its own desks only, and nothing of the portfolio."""
    actor = _actor(user)
    return (found.of_teams(actor.teams), []) if actor.agency else (found, buckets)


def _may_read(user: User) -> bool:
    """Whoever lost the role since gets nothing any more."""
    return _actor(user).may(OPERATION_PAGE)


def _actor(user: User) -> Actor:
    return actor_of_user(user, channel="night")


@contextmanager
def _speaking(user: User) -> Iterator[None]:
    with translation.override(user.language):
        yield


def _both(name: str, context: dict[str, Any]) -> Iterable[str]:
    return [render_to_string(f"dashboards/mail/{name}.{kind}", context) for kind in ("txt", "html")]


def _send(address: str, title: str, text: str, html: str) -> None:
    mail = EmailMultiAlternatives(f"[Fairdue] {title}", text, settings.DEFAULT_FROM_EMAIL, [address])
    mail.attach_alternative(html, "text/html")
    mail.send()


def _address(name: str) -> str:
    return _public(reverse(name))


def _public(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
