"""What stops a contact until somebody changes it: the number, a stop signal, a hold, a third party, the bucket."""

from collections.abc import Callable, Iterable
from datetime import datetime

from .facts import SignalFact
from .matter import PHONE, Matter, Verdict
from .parties import ATTORNEY
from .policy import LOCATE, NEVER, WHEN_LOST

FITS = {
    PHONE: frozenset({"MOBILE", "HOME", "WORK"}),
    "SMS": frozenset({"MOBILE"}),
    "EMAIL": frozenset({"EMAIL"}),
}
"""Which kinds of contact point a channel reaches; letters and visits go to an address."""

PERMITTED = tuple(FITS)
"""The channels a permit can be asked for: those that reach a number or an e-mail address."""

CODED = frozenset({"APPOINTMENT", "PROMISE_REMINDER"})
"""What a call may be for from the coded bucket on, and what a running promise lets through (B19)."""

BY_AGENT = frozenset({PHONE, "VISIT"})


def channels_for(kind: str) -> list[str]:
    """The channels that reach this kind of contact point, a call first. Example: MOBILE is called and texted."""
    return [channel for channel, kinds in FITS.items() if kind in kinds]


def number_invalid(matter: Matter, at: datetime) -> Verdict:
    """A number known to be wrong reaches nobody."""
    return _no_if(matter.ask.number_status == "INVALID", at)


def not_a_phone(matter: Matter, at: datetime) -> Verdict:
    """The channel must reach this kind of contact point: nobody calls an e-mail address or texts a home phone."""
    kind, channel = matter.ask.point_kind, matter.ask.channel
    return _no_if(kind != "" and kind not in FITS.get(channel, {kind}), at, kind=kind, channel=channel)


def cease(matter: Matter, at: datetime) -> Verdict:
    """He asked us to stop all contact: in force from when we received it (F14)."""
    return _while(lambda signal: signal.kind == "CEASE", matter, at)


def attorney(matter: Matter, at: datetime) -> Verdict:
    """He is represented: only his lawyer may be contacted."""
    if matter.ask.role == ATTORNEY:
        return Verdict(at)
    return _while(lambda signal: signal.kind == "ATTORNEY", matter, at)


def opt_out(matter: Matter, at: datetime) -> Verdict:
    """He does not want this channel; the others stay open (F15)."""
    ask = matter.ask

    def unwanted(signal: SignalFact) -> bool:
        same = signal.channel == ask.channel and signal.number_hash in ("", ask.number_hash)
        return signal.kind == "OPT_OUT" and same

    return _while(unwanted, matter, at, channel=ask.channel)


def objection(matter: Matter, at: datetime) -> Verdict:
    """The third party this number belongs to wants no more contact."""
    number = matter.ask.number_hash
    return _while(lambda signal: signal.kind == "OBJECTION" and signal.number_hash == number, matter, at)


def case_hold(matter: Matter, at: datetime) -> Verdict:
    """Holds of the case; a running promise lets its own reminder and an appointment through."""
    lets_through = {"PROMISE"} if matter.ask.purpose in CODED else set()
    kinds = sorted(matter.ask.stops - lets_through)
    return _no_if(bool(kinds), at, kinds=kinds)


def third_party_never(matter: Matter, at: datetime) -> Verdict:
    """This profile leaves third parties alone."""
    return _no_if(matter.ask.to_third_party and matter.policy.third_parties == NEVER, at)


def third_party_not_lost(matter: Matter, at: datetime) -> Verdict:
    """A third party may be asked only once contact with the debtor is lost (B20)."""
    unless = matter.policy.third_parties == WHEN_LOST and not matter.ask.lost
    return _no_if(matter.ask.to_third_party and unless, at)


def third_party_no_debt(matter: Matter, at: datetime) -> Verdict:
    """A third party may be asked how to reach the debtor, and nothing else."""
    return _no_if(matter.ask.to_third_party and matter.ask.purpose != LOCATE, at)


def third_party_once(matter: Matter, at: datetime) -> Verdict:
    """A third party is spoken to once, unless he agreed to another call; a call nobody answered was no contact (F5)."""
    if not (matter.ask.to_third_party and matter.policy.third_party_once):
        return Verdict(at)
    number = matter.ask.number_hash
    calls = [t for t in matter.record.touches if t.of_debtor and t.third_party and t.number_hash == number]
    spoken = any(touch.connected is not False for touch in calls if not touch.inbound)
    return Verdict(matter.agreed_from(at) if spoken else at)


def no_agent_call_in_m0(matter: Matter, at: datetime) -> Verdict:
    """Before the first bucket that is called nobody calls or visits; messages go out by themselves (B19)."""
    ask, first = matter.ask, matter.policy.first_call_bucket
    return _no_if(ask.channel in BY_AGENT and ask.bucket < first, at, bucket=ask.bucket, first=first)


def coded_only_from_m4(matter: Matter, at: datetime) -> Verdict:
    """From the coded bucket on a call is an appointment or the reminder of a promise (B19)."""
    ask, coded = matter.ask, matter.policy.coded_call_bucket
    is_uncoded = matter.is_call and ask.bucket >= coded and ask.purpose not in CODED
    return _no_if(is_uncoded, at, bucket=ask.bucket, coded=coded)


def _no_if(stops: bool, at: datetime, **facts: object) -> Verdict:
    return Verdict(None, facts) if stops else Verdict(at)


def _while(meant: Callable[[SignalFact], bool], matter: Matter, at: datetime, **facts: object) -> Verdict:
    """No while a signal that is `meant` is in force."""
    in_force = [signal for signal in matter.record.signals if meant(signal) and _holds(signal, at)]
    if not in_force:
        return Verdict(at)
    since = min(signal.effective_at for signal in in_force)
    return Verdict(_last_end(signal.lifted_at for signal in in_force), {"since": since.isoformat(), **facts})


def _holds(signal: SignalFact, at: datetime) -> bool:
    return signal.effective_at <= at and (signal.lifted_at is None or at < signal.lifted_at)


def _last_end(ends: Iterable[datetime | None]) -> datetime | None:
    known = list(ends)
    return None if None in known else max(end for end in known if end is not None)
