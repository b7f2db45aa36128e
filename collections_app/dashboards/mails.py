"""Mail in its reader's language: alerts that were raised, and the summary; one row for each reader, sent once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collections_app.people.models import User
from collections_app.people.queries import actor_of_user
from collections_app.shared.actor import Actor

from .alert_figures import OPERATION_PAGE
from .alert_words import condition_in_words, figure_address, scope_in_words, value_in_words
from .models import AlertMail, AlertRaised, Mailing, SummarySent
from .outbox import Letter, send_due
from .queries.alerts import may_read, raised
from .queries.standing import Standing, standing_after
from .queries.summary import Summary, summary
from .rules.mailing import days_of_summary, may_go_to
from .summary_text import context_of, title_of

Told = tuple[Summary, Sequence[Standing]]
LATEST = timedelta(hours=12)
"""What could not be sent for so long is not sent any more: its news is old."""


def plan_alerts(*, at: datetime) -> int:
    """Note to whom each alert that stands is written, once each; how many are new."""
    standing = AlertRaised.objects.filter(ended_at=None, raised_at__gt=at - LATEST).select_related("alert")
    return sum(AlertMail.objects.get_or_create(raised=row, user=user)[1] for row in standing for user in _told(row))


def send_alerts(*, at: datetime) -> int:
    """Write to the people of alerts that stand; how many mails. Nothing without a server."""
    if not settings.MAIL_IS_SET:
        return 0
    standing = AlertMail.objects.filter(raised__ended_at=None, raised__raised_at__gt=at - LATEST)
    sent = send_due(standing.select_related("raised__alert"), to=_reader_of_alert, write=_alert_letter)
    first = AlertRaised.objects.filter(pk__in={row.raised_id for row in sent}, mailed_at=None)
    first.update(mailed_at=at)
    return len(sent)


def _told(row: AlertRaised) -> list[User]:
    """Who has alerts mailed, may read of this one and was not noted yet."""
    mailings = Mailing.objects.filter(user__in=row.alert.told.all(), alerts=True)
    fresh = mailings.exclude(user__in=row.mails.values("user")).select_related("user")
    return [one.user for one in fresh if may_read(_actor(one.user), row.alert)]


def _reader_of_alert(row: AlertMail) -> Mailing | None:
    mailing = _mailing(row.user_id)
    wanted = mailing is not None and mailing.alerts and may_read(_actor(mailing.user), row.raised.alert)
    return mailing if wanted else None


def _alert_letter(row: AlertMail, _reader: Mailing) -> Letter:
    shown = raised(Actor.night()).get(pk=row.raised_id)
    words = {"scope": scope_in_words(shown.alert, shown), "condition": condition_in_words(shown.alert)}
    title = _("Alert: %(scope)s, %(condition)s") % words
    context = {
        "title": title,
        "value": value_in_words(shown.alert, shown.value),
        "row": shown,
        "figure": _public(figure_address(shown.alert, shown.day)),
        "address": _address("alerts"),
    }
    return _letter("alert", title, context)


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
    """Send what is due and was not sent; how many mails. Nothing without a server."""
    if not settings.MAIL_IS_SET:
        return 0
    told: dict[tuple[date, date], Told] = {}

    def write(row: SummarySent, mailing: Mailing) -> Letter:
        days = (row.first, row.day - timedelta(days=1))
        if days not in told:
            told[days] = summary(first=days[0], last=days[1]), standing_after(*days)
        return _summary_letter(*_for_reader(mailing.user, *told[days]))

    waiting = SummarySent.objects.filter(due_at__lte=at, due_at__gt=at - LATEST)
    return len(send_due(waiting, to=_reader_of_summary, write=write))


def _reader_of_summary(row: SummarySent) -> Mailing | None:
    """Whoever lost the role since gets nothing any more."""
    mailing = _mailing(row.user_id)
    return mailing if mailing is not None and _actor(mailing.user).may(OPERATION_PAGE) else None


def _summary_letter(found: Summary, buckets: Sequence[Standing]) -> Letter:
    addresses = {"address": _address("operation"), "dashboard": _address("dashboard")}
    return _letter("summary", title_of(found), context_of(found, buckets) | addresses)


def _for_reader(user: User, found: Summary, buckets: Sequence[Standing]) -> Told:
    """An outside agency reads of its own desks only, and nothing of the portfolio."""
    actor = _actor(user)
    return (found.of_teams(actor.teams), []) if actor.agency else (found, buckets)


def _mailing(user_id: int) -> Mailing | None:
    """Where mail to this user goes; None when nothing is mailed, or no longer to addresses like this one."""
    mailing = Mailing.objects.filter(user=user_id).select_related("user").first()
    return mailing if mailing is not None and may_go_to(mailing.address, settings.MAIL_DOMAINS) else None


def _actor(user: User) -> Actor:
    return actor_of_user(user, channel="night")


def _letter(name: str, title: str, context: dict[str, Any]) -> Letter:
    text, html = (render_to_string(f"dashboards/mail/{name}.{kind}", context) for kind in ("txt", "html"))
    return Letter(title, text, html)


def _address(name: str) -> str:
    return _public(reverse(name))


def _public(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
