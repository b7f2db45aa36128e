"""Outcomes and reasons: added, renamed, retired. What a code means never changes, so that figures stay comparable."""

import re
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.checks import text_of
from collections_app.compliance.models import Channel
from collections_app.contacts.models import Outcome, Reason
from collections_app.contacts.rules.effects import EFFECTS
from collections_app.contacts.rules.outcomes import OutcomeFact, contradiction
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
LONGEST_NAME = 60


@transaction.atomic
def add_outcome(
    *,
    actor: Actor,
    code: str,
    name_en: str,
    name_zh: str,
    outcome_class: str,
    right_party: bool = False,
    rang: bool = True,
    connected: bool = True,
    conversation: bool = False,
    effect: str = "",
    asks: str = "",
    channel: str = "",
) -> Outcome:
    """Add an outcome at the end of the list.

    Raises Refused: `forbidden`; at its field `invalid_code` (2 to 30 of A-Z, 0-9 and _, a letter first), `duplicate`,
    `missing`, `too_long`, `card_number`, `invalid` (a class, effect or channel nobody knows), `contradiction`.
    Example: GATEKEEPER_BLOCKED of class REACH, connected, no conversation, no effect.
    """
    actor.must("contacts.lists")
    fact = OutcomeFact(
        code=_new_code(Outcome, code),
        outcome_class=_one_of(outcome_class, Outcome.Class.values, field="outcome_class"),
        right_party=right_party,
        rang=rang,
        connected=connected,
        conversation=conversation,
        effect=_one_of(effect, EFFECTS, field="effect"),
        asks=_one_of(asks, Outcome.Asks.values, field="asks"),
        channel=_one_of(channel, ["", *Channel.values], field="channel"),
    )
    if wrong := contradiction(fact):
        raise Refused("contradiction", _("This does not go with what else is said of it."), field=wrong)
    columns = {name: getattr(fact, name) for name in OutcomeFact.__dataclass_fields__}
    outcome = Outcome.objects.create(**columns, **_names(name_en, name_zh), position=_last(Outcome))
    events.record("outcome.added", actor=actor, data=columns)
    return outcome


@transaction.atomic
def add_reason(
    *, actor: Actor, code: str, name_en: str, name_zh: str, for_persons: bool = True, for_companies: bool = False
) -> Reason:
    """Add a reason for not paying at the end of the list.

    Raises Refused: `forbidden`; at its field `invalid_code`, `duplicate`, `missing`, `too_long`, `card_number`,
    `for_nobody`.
    """
    actor.must("contacts.lists")
    if not (for_persons or for_companies):
        raise Refused("for_nobody", _("Say for whom: persons, companies or both."), field="for_persons")
    columns = {"code": _new_code(Reason, code), "for_persons": for_persons, "for_companies": for_companies}
    reason = Reason.objects.create(**columns, **_names(name_en, name_zh), position=_last(Reason))
    events.record("reason.added", actor=actor, data=columns)
    return reason


@transaction.atomic
def rename(*, actor: Actor, row: Outcome | Reason, name_en: str, name_zh: str) -> Outcome | Reason:
    """Call an outcome or a reason something else; contacts on record are shown by the new name too.

    Raises Refused: `forbidden`; at its field `missing`, `too_long`, `card_number`.
    """
    actor.must("contacts.lists")
    names, was = _names(name_en, name_zh), {"name_en": row.name_en, "name_zh": row.name_zh}
    type(row).objects.filter(pk=row.pk).update(**names)
    row.name_en, row.name_zh = names["name_en"], names["name_zh"]
    events.record(f"{_thing(row)}.renamed", actor=actor, data={"code": row.pk, "was": was, **names})
    return row


@transaction.atomic
def set_in_use(*, actor: Actor, row: Outcome | Reason, in_use: bool) -> Outcome | Reason:
    """Retire an outcome or a reason, or take it back into use. Contacts on record keep it.

    Raises Refused: `forbidden`, `unchanged`.
    """
    actor.must("contacts.lists")
    changed = type(row).objects.filter(pk=row.pk, is_active=not in_use).update(is_active=in_use)
    if not changed:
        raise Refused("unchanged", _("It is so already."))
    row.is_active = in_use
    events.record(f"{_thing(row)}.{'restored' if in_use else 'retired'}", actor=actor, data={"code": row.pk})
    return row


def _thing(row: Outcome | Reason) -> str:
    return "outcome" if isinstance(row, Outcome) else "reason"


def _new_code(model: type[Outcome] | type[Reason], code: str) -> str:
    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        message = _("2 to 30 letters A-Z, digits and underscores; a letter first.")
        raise Refused("invalid_code", message, field="code")
    if model.objects.filter(pk=code).exists():
        raise Refused("duplicate", _("This code is taken; codes are never used again."), field="code")
    return code


def _names(name_en: str, name_zh: str) -> dict[str, str]:
    return {
        "name_en": text_of(name_en, field="name_en", longest=LONGEST_NAME),
        "name_zh": text_of(name_zh, field="name_zh", longest=LONGEST_NAME),
    }


def _one_of(value: str, values: Any, *, field: str) -> str:
    if value not in values:
        raise Refused("invalid", _("There is no such value."), field=field)
    return value


def _last(model: type[Outcome] | type[Reason]) -> int:
    """The place after the last one."""
    return (model.objects.aggregate(last=Max("position"))["last"] or 0) + 10
