"""Words no text may contain: forbidden from a moment on, until they are allowed again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.compliance.models import ForbiddenWord
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


@transaction.atomic
def forbid_word(*, actor: Actor, word: str, why_en: str, why_zh: str, at: datetime) -> ForbiddenWord:
    """No text with `word` is approved from now on; `why_en` and `why_zh` tell whoever tries.

    Texts in use stay (`words.texts_with` names them): retiring one is a decision of its own.
    Raises Refused: `forbidden`; at its field `missing`, `too_long`, `card_number`, `taken` (word).
    """
    actor.must("compliance.edit")
    word = text_of(word, field="word", longest=40)
    reasons = {"why_en": why_en, "why_zh": why_zh}
    reasons = {field: text_of(text, field=field, longest=200) for field, text in reasons.items()}
    sql.lock_for_transaction("fairdue forbidden words")
    if ForbiddenWord.objects.filter(word__iexact=word, retired_at=None).exists():
        raise Refused("taken", _("This word is forbidden already."), field="word")
    row = ForbiddenWord.objects.create(word=word, added_at=at, added_by=actor.label, **reasons)
    _note("forbidden_word.added", row, actor, at=at)
    return row


@transaction.atomic
def allow_word(*, actor: Actor, word_id: int, at: datetime) -> ForbiddenWord:
    """Texts may contain this word again; that it was forbidden stays on record.

    Raises Refused: `forbidden`, `not_found`, `already_retired`.
    """
    actor.must("compliance.edit")
    row = ForbiddenWord.objects.select_for_update(no_key=True).filter(pk=word_id).first()
    if row is None:
        raise Refused("not_found", _("There is no such word."))
    if row.retired_at is not None:
        raise Refused("already_retired", _("This word is allowed again already."))
    row.retired_at, row.retired_by = at, actor.label
    row.save(update_fields=["retired_at", "retired_by"])
    _note("forbidden_word.retired", row, actor, at=at)
    return row


def _note(event: str, row: ForbiddenWord, actor: Actor, *, at: datetime) -> None:
    events.record(event, actor=actor, data={"forbidden_word": row.pk}, on=working_day(at))
