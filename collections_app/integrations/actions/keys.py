"""Giving a machine its key, and taking it back."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collections_app.events import actions as events
from collections_app.people.checks import text_of
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ..models import ApiKey
from ..queries.keys import SCOPES, machines

HIGHEST_RATE = 60_000
LONGEST_DAYS = 3 * 366


@transaction.atomic
def create_key(
    *,
    actor: Actor,
    user_id: int,
    name: str,
    scopes: Collection[str],
    rate_per_minute: int,
    last_day: date,
    at: datetime,
) -> tuple[ApiKey, str]:
    """A new key and its text, which is told this once and kept nowhere.

    Raises Refused: `forbidden`; at its field `not_a_machine` (the user holds another role than integration), `missing`,
    `too_long`, `unknown_scope`, `invalid` (rate), `in_the_past`, `too_late` (more than three years).
    Example: a dialler's key with the scopes cases.work and contacts.log, 600 calls a minute, until 2027-03-31.
    """
    actor.must("integrations.manage")
    today = clock.local_date(at)
    user = machines(on=today).filter(pk=user_id).first()
    if user is None:
        message = _("A key belongs to a user with the role integration and no other.")
        raise Refused("not_a_machine", message, field="user")
    name = text_of(name, field="name", longest=50)
    if not scopes:
        raise Refused("missing", _("Say what the key is for."), field="scopes")
    if set(scopes) - set(SCOPES):
        raise Refused("unknown_scope", _("A key cannot allow this."), field="scopes")
    if not 1 <= rate_per_minute <= HIGHEST_RATE:
        message = _("Give a whole number from 1 to %(largest)s.") % {"largest": HIGHEST_RATE}
        raise Refused("invalid", message, field="rate_per_minute")
    _must_end(last_day, today)
    key, text = ApiKey.objects.create_key(
        user=user,
        name=name,
        scopes=[code for code in SCOPES if code in scopes],
        rate_per_minute=rate_per_minute,
        expiry_date=timezone.make_aware(
            datetime.combine(last_day + timedelta(days=1), time.min), timezone.get_default_timezone()
        ),
        created_by_id=actor.user_id,
    )
    assert isinstance(key, ApiKey)
    data = {"key": key.prefix, "user_id": user.pk, "scopes": key.scopes, "expires_at": key.expiry_date}
    events.record("api_key.created", actor=actor, data=data)
    return key, text


@transaction.atomic
def revoke_key(*, actor: Actor, prefix: str, at: datetime) -> ApiKey:
    """The key opens nothing from now on, for ever. Raises Refused: `forbidden`, `not_found`, `already_revoked`."""
    actor.must("integrations.manage")
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("user", "created_by").filter(prefix=prefix)
    row = key.first() if prefix.isalnum() else None
    if row is None:
        raise Refused("not_found", _("There is no such key."))
    if row.revoked:
        raise Refused("already_revoked", _("This key was revoked already."))
    row.revoked, row.revoked_at = True, at
    row.save(update_fields=["revoked", "revoked_at"])
    events.record("api_key.revoked", actor=actor, data={"key": row.prefix, "user_id": row.user_id})
    return row


def _must_end(last_day: date, today: date) -> None:
    if last_day < today:
        raise Refused("in_the_past", _("This day is over."), field="last_day")
    if last_day > today + timedelta(days=LONGEST_DAYS):
        raise Refused("too_late", _("A key ends within three years; give out a new one then."), field="last_day")
