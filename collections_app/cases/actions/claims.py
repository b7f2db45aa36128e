"""Who works which case: a claim is a lease with a token, in PostgreSQL. Over by its time, it needs nobody to end it."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.queries import working_day
from collections_app.cases.judging import rest_unless_reachable, workable
from collections_app.cases.models import Case, Claim, DeskPolicy, Passed
from collections_app.cases.queries import desk_policy, live_claim, lock_visible, visible_cases
from collections_app.cases.queries.claims import newest_claim_of, paid_up, past_due_accounts
from collections_app.cases.queries.next import sources
from collections_app.cases.queries.queues import Queue, queues_now
from collections_app.events import actions as events
from collections_app.shared import sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

LONGEST_REASON = 200
DONE = "DONE"
ENDS = (DONE, Passed.Kind.SKIP, Passed.Kind.RETURN)
"""How work on a case may end by its agent's own will."""


@transaction.atomic
def next_case(*, actor: Actor, queue: str | None = None, at: datetime) -> Claim | None:
    """Claim the best case that may be worked now; None when there is none.

    Due follow-ups first, the oldest of them before the others, then queue by queue in its order; of the queues of the
    actor's teams, or of `queue` alone. A case is left out while somebody works it, while it is held, rests after a
    contact or sleeps, where it was given to somebody else or speaks a language the actor does not
    (`people/rules/languages.py`), and where what is past due has been paid since the last night. Of what is left, the
    first whose debtor may be reached at this moment: who may not is put to sleep until he may. Out of a queue for
    tracing a case comes with nobody to reach too, for a search, unless he asked us to stop. In the browser an agent
    who works a case already gets that one back; a machine may hold many.
    Raises Refused: `forbidden`, `not_a_user`; `unknown_queue`, `not_your_queue` (field queue).
    """
    actor.must("cases.work")
    user_id, day = _user(actor), working_day(at)
    policy = desk_policy(day)
    if actor.channel == "browser":
        # A double click is two requests: the second waits here and then finds what the first has claimed.
        sql.lock_for_transaction(f"next case of {user_id}")
        if held := newest_claim_of(user_id, at):
            return _extended(held, policy, at)
    queues = _queues(queue)
    tracing = frozenset(queue.id for queue in queues if queue.is_for_tracing)
    for source in sources(actor, queues, policy, at=at):
        for candidate in workable(source, tracing, at):
            if claim := _take(candidate.case_id, user_id, policy, at):
                _note("case.claimed", actor, candidate.case_id, candidate.cardholder_id, at, day, due=source.due)
                return claim
    if queue is not None and not queues[0].open_to(actor):
        raise Refused("not_your_queue", _("Other teams work this queue."), field="queue")
    return None


@transaction.atomic
def claim(*, actor: Actor, case_id: int, at: datetime) -> Claim:
    """Claim one case, whatever queue it stands in; the actor's own live claim on it is prolonged.

    Raises Refused: `forbidden`, `not_a_user`, `not_found`, `case_closed`; `claimed` (by somebody else, who is named).
    """
    actor.must("cases.work")
    user_id, day = _user(actor), working_day(at)
    policy = desk_policy(day)
    case = lock_visible(actor, case_id)
    live = live_claim(case_id, at)
    if live is not None and live.user_id == user_id:
        return _extended(live, policy, at)
    taken = _take(case_id, user_id, policy, at) if live is None else None
    if taken is None:
        raise Refused("claimed", _who_has_it(live or live_claim(case_id, at)))
    _note("case.claimed", actor, case_id, case.cardholder_id, at, day)
    return taken


@transaction.atomic
def heartbeat(*, actor: Actor, case_id: int, token: UUID | str, at: datetime) -> Claim:
    """Prolong a claim from now on; its `news` says when the case was closed or paid meanwhile.

    What else happened to the customer: `queries.news`. Raises Refused: `forbidden`; `claim_lost` (somebody else has the
    case now, who is named, or the claim is over); `restricted` (the case is closed to the actor by now).
    """
    actor.must("cases.work")
    held = must_hold(actor=actor, case_id=case_id, token=token, at=at)
    if not visible_cases(actor).filter(pk=case_id).exists():
        message = _("This case is not open to you any more: its file was restricted, or another desk has it.")
        raise Refused("restricted", message)
    held = _extended(held, desk_policy(working_day(at)), at)
    if held.case.closed_on is not None:
        held.news = "case_closed"
    elif paid_up(past_due_accounts([held.case.cardholder_id])):
        held.news = "paid"
    return held


def must_hold(*, actor: Actor, case_id: int, token: UUID | str, at: datetime) -> Claim:
    """The actor's live claim with this token, locked until the transaction ends, so that nobody takes it over before.

    Who locks the case as well locks it first: whoever takes it over does the same.
    Raises Refused: `forbidden`; `claim_lost`, which names who has the case now.
    """
    actor.must("cases.work")
    claims = Claim.objects.select_related("case", "user").select_for_update(of=("self",))
    held = claims.filter(case=case_id, user=actor.user_id, expires_at__gt=at).first()
    if held is None or str(held.token) != str(token):
        raise Refused("claim_lost", _who_has_it(live_claim(case_id, at), actor))
    return held


@transaction.atomic
def release(
    *, actor: Actor, case_id: int, token: UUID | str, reason: str = "", kind: str = Passed.Kind.RETURN, at: datetime
) -> None:
    """Give a case back: DONE after work on it; RETURN and SKIP with a reason, and then not to this agent for a while.

    A case whose contact is lost has been searched for by DONE and RETURN: with nobody to reach it sleeps until somebody
    may be reached, else until the next day.
    Raises Refused: `forbidden`, `claim_lost`; `unknown_kind` (field kind); at reason `missing`, `too_long`,
    `card_number`.
    """
    actor.must("cases.work")
    if kind not in ENDS:
        raise Refused("unknown_kind", _("A case is skipped, returned or done."), field="kind")
    reason = text_of(reason, field="reason", longest=LONGEST_REASON, required=kind != DONE)
    case = Case.objects.select_for_update(no_key=True).filter(pk=case_id).first()  # before its claim, as everywhere
    held, day = must_hold(actor=actor, case_id=case_id, token=token, at=at), working_day(at)
    Claim.objects.filter(pk=case_id, token=held.token).delete()
    if kind != DONE:
        until = at + timedelta(minutes=desk_policy(day).skip_minutes)
        Passed.objects.create(case_id=case_id, user_id=held.user_id, kind=kind, reason=reason, at=at, until=until)
    if kind != Passed.Kind.SKIP and case is not None and case.lost_since is not None and case.closed_on is None:
        rest_unless_reachable(case, at)
    event = "case.skipped" if kind == Passed.Kind.SKIP else "case.released"
    _note(event, actor, case_id, held.case.cardholder_id, at, day, kind=kind)


@transaction.atomic
def take_over(*, actor: Actor, case_id: int, reason: str, at: datetime) -> Claim:
    """Take a case from whoever works it: the old token is dead at once, and the other screen's next beat says so.

    Raises Refused: `forbidden`, `not_a_user`, `not_found`, `case_closed`; at reason `missing`, `too_long`,
    `card_number`.
    """
    actor.must("cases.take_over")
    user_id, day = _user(actor), working_day(at)
    policy = desk_policy(day)
    reason = text_of(reason, field="reason", longest=LONGEST_REASON)
    case = lock_visible(actor, case_id)
    live = Claim.objects.select_for_update().filter(pk=case_id, expires_at__gt=at).first()
    if live is not None and live.user_id == user_id:
        return _extended(live, policy, at)
    Claim.objects.filter(pk=case_id).delete()
    taken = Claim.objects.create(
        case=case, user_id=user_id, token=uuid4(), claimed_at=at, expires_at=_lease_end(policy, at)
    )
    before = live.user_id if live else None
    Passed.objects.create(case=case, user_id=before or user_id, kind=Passed.Kind.TAKEN, reason=reason, at=at, until=at)
    _note("case.taken_over", actor, case_id, case.cardholder_id, at, day, **{"from": before})
    return taken


def _user(actor: Actor) -> int:
    if actor.user_id is None:
        raise Refused("not_a_user", _("Only a user can work a case."))
    return actor.user_id


def _queues(code: str | None) -> list[Queue]:
    queues = queues_now()
    if code is None:
        return queues
    wanted = [queue for queue in queues if queue.code == code]
    if not wanted:
        raise Refused("unknown_queue", _("There is no such queue."), field="queue")
    return wanted


def _take(case_id: int, user_id: int, policy: DeskPolicy, at: datetime) -> Claim | None:
    """The claim, unless somebody else holds one that is not over: the row itself decides, not what was read before."""
    token, end = uuid4(), _lease_end(policy, at)
    taken = sql.run(
        """
        INSERT INTO cases_claim (case_id, user_id, token, claimed_at, expires_at) VALUES (%s, %s, %s, %s, %s)
        ON CONFLICT (case_id) DO UPDATE
        SET user_id = EXCLUDED.user_id, token = EXCLUDED.token,
            claimed_at = EXCLUDED.claimed_at, expires_at = EXCLUDED.expires_at
        WHERE cases_claim.expires_at <= EXCLUDED.claimed_at
        """,
        [case_id, user_id, str(token), at, end],
    )
    return Claim(case_id=case_id, user_id=user_id, token=token, claimed_at=at, expires_at=end) if taken else None


def _extended(held: Claim, policy: DeskPolicy, at: datetime) -> Claim:
    held.expires_at = max(held.expires_at, _lease_end(policy, at))
    Claim.objects.filter(pk=held.pk, token=held.token).update(expires_at=held.expires_at)
    return held


def _lease_end(policy: DeskPolicy, at: datetime) -> datetime:
    return at + timedelta(seconds=policy.lease_seconds)


def _who_has_it(live: Claim | None, actor: Actor | None = None) -> str:
    if live is None or (actor is not None and live.user_id == actor.user_id):
        return _("Your claim on this case is over. Take the case again before you go on.")
    since = timezone.localtime(live.claimed_at, timezone.get_default_timezone())
    return _("%(name)s works on this case since %(since)s.") % {"name": live.user, "since": f"{since:%H:%M}"}


def _note(event: str, actor: Actor, case_id: int, cardholder_id: int, at: datetime, day: date, **more: object) -> None:
    events.record(event, actor=actor, cardholder_id=cardholder_id, data={"case": case_id, "at": at, **more}, on=day)
