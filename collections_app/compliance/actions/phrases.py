"""Approved texts: how a caller says who is calling, and what may be said in a bucket. Never edited, only replaced."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models.derived import DelinquencyBucket
from accounts.queries import working_day
from collections_app.compliance.models import Phrase
from collections_app.compliance.words import check_words
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LONGEST_TEXT = 2000
BUCKETS = [bucket for bucket in DelinquencyBucket if bucket != DelinquencyBucket.CURRENT]
_OUTCOME = re.compile(r"[A-Z][A-Z0-9_]{0,29}")


@transaction.atomic
def new_phrase(
    *,
    actor: Actor,
    kind: str,
    language: str,
    text: str,
    bucket: int | None = None,
    outcome: str = "",
    at: datetime,
) -> Phrase:
    """Approve a text for `language`; `bucket` None and `outcome` "" mean any.

    A text that claims an authority we do not have, or threatens, is refused with the words and why.
    Raises Refused: `forbidden`; at its field `unknown_kind`, `unknown_language`, `invalid`, `missing`, `too_long`,
    `card_number`, `forbidden_words`.
    Example: "这里是法院" is refused: 法院 claims that a court is calling.
    """
    actor.must("compliance.edit")
    if kind not in Phrase.Kind.values:
        raise Refused("unknown_kind", _("There is no such kind of phrase."), field="kind")
    if language not in dict(settings.LANGUAGES):
        raise Refused("unknown_language", _("There is no such language."), field="language")
    if bucket is not None and bucket not in BUCKETS:
        raise Refused("invalid", _("There is no such bucket."), field="bucket")
    if outcome and not _OUTCOME.fullmatch(outcome):
        raise Refused("invalid", _("An outcome code is written in capitals, such as PTP_TAKEN."), field="outcome")
    text = text_of(text, field="text", longest=LONGEST_TEXT)
    _must_be_sayable(text)
    phrase = Phrase.objects.create(
        kind=kind,
        language=language,
        bucket=bucket,
        outcome=outcome,
        text=text,
        approved_by_id=actor.user_id,
        approved_at=at,
    )
    _note("phrase.approved", phrase, actor, at=at)
    return phrase


@transaction.atomic
def retire_phrase(*, actor: Actor, phrase_id: int, at: datetime) -> Phrase:
    """Take a text out of use; it stays on record. Raises Refused: `forbidden`, `not_found`, `already_retired`."""
    actor.must("compliance.edit")
    phrase = Phrase.objects.select_for_update(of=("self",), no_key=True).filter(pk=phrase_id).first()
    if phrase is None:
        raise Refused("not_found", _("There is no such phrase."))
    if phrase.retired_at is not None:
        raise Refused("already_retired", _("This phrase is out of use already."))
    phrase.retired_at = at
    phrase.save(update_fields=["retired_at"])
    _note("phrase.retired", phrase, actor, at=at)
    return phrase


def _must_be_sayable(text: str) -> None:
    chinese = (get_language() or "").startswith("zh")
    reasons = [
        _("“%(word)s”: %(why)s") % {"word": found.word, "why": found.why_zh if chinese else found.why_en}
        for found in check_words(text)
    ]
    if reasons:
        raise Refused("forbidden_words", " ".join([_("This may not be said."), *reasons]), field="text")


def _note(event: str, phrase: Phrase, actor: Actor, *, at: datetime) -> None:
    events.record(
        event,
        actor=actor,
        data={
            "phrase": phrase.pk,
            "kind": phrase.kind,
            "language": phrase.language,
            "bucket": phrase.bucket,
            "outcome": phrase.outcome,
        },
        on=working_day(at),
    )
