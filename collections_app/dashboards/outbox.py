"""Mails that wait: each claimed for a while by one worker, sent outside of a transaction, tried ever more seldom."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.utils import translation

from accounts.rules.personal_data import masked_email
from collections_app.shared import clock

from .models import Mail, Mailing
from .rules.mailing import MOST_TRIES, wait_after

log = logging.getLogger(__name__)
M = TypeVar("M", bound=Mail)
LEASE = timedelta(minutes=5)
"""How long a mail is one worker's: well beyond what a mail server takes (EMAIL_TIMEOUT)."""


class Letter(NamedTuple):
    """What a mail says."""

    title: str
    text: str
    html: str


def send_due(
    waiting: QuerySet[M], *, to: Callable[[M], Mailing | None], write: Callable[[M, Mailing], Letter]
) -> list[M]:
    """Send what of `waiting` is due, what was tried least first; what was sent.

    `to` says where a mail goes, None when nobody is to have it now; `write` what it says, in the reader's language. A
    mail is sent at least once: again when the worker died between the sending and the noting, never after it was noted.
    """
    return [row for row in _due(waiting, at=clock.now()).order_by("tries", "pk") if _send(row, to, write)]


def _due(rows: QuerySet[M], *, at: datetime) -> QuerySet[M]:
    rested = Q(next_try_at=None) | Q(next_try_at__lte=at)
    return rows.filter(rested, sent_at=None, tries__lt=MOST_TRIES)


def _send(row: M, to: Callable[[M], Mailing | None], write: Callable[[M, Mailing], Letter]) -> bool:
    mailing = to(row)
    if mailing is None or not _claim(row):
        return False
    try:
        with translation.override(mailing.user.language):
            _deliver(mailing.address, write(row, mailing))
    except Exception as error:  # whatever is wrong with one mail, the others are sent
        said = _without(mailing.address, f"{error}" or type(error).__name__)
        log.warning("%s %s was not sent: %s", type(row).__name__, row.pk, said, exc_info=not isinstance(error, OSError))
        _note(row, failure=said[:200], next_try_at=clock.now() + wait_after(row.tries + 1))
        return False
    _note(row, sent_at=clock.now(), failure="", next_try_at=None)
    return True


def _claim(row: Mail) -> bool:
    """One statement: of two workers the second finds the row taken. The moment is that of the claim, not of the run."""
    now = clock.now()
    mine = _due(_row(row), at=now).update(tries=F("tries") + 1, tried_at=now, next_try_at=now + LEASE)
    return bool(mine)


def _note(row: Mail, **changes: object) -> None:
    _row(row).update(**changes)


def _row(row: Mail) -> QuerySet:
    return type(row)._base_manager.filter(pk=row.pk)


def _without(address: str, said: str) -> str:
    """What a mail server said, which repeats the address: it is forgotten when its owner wants no more mail."""
    return re.sub(re.escape(address), masked_email(address), said, flags=re.IGNORECASE)


def _deliver(address: str, letter: Letter) -> None:
    mail = EmailMultiAlternatives(f"[Fairdue] {letter.title}", letter.text, settings.DEFAULT_FROM_EMAIL, [address])
    mail.attach_alternative(letter.html, "text/html")
    mail.send()
