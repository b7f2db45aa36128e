"""Every kind of event there is, by the thing it happens to; `docs/reference/events.md` says what each carries.

A test holds this table against the code that records events and against that page.
"""

from collections.abc import Iterable

_HAPPENINGS = {
    "account": "changed charged_off",
    "address": "added",
    "alert": "ended raised resumed set stopped",
    "api_key": "created revoked",
    "breach": "recorded reviewed",
    "bucket": "moved",
    "calendar": "changed",
    "call": "requested",
    "cardholder": "changed opened restricted",
    "case": "claimed closed filed moved opened released reopened skipped taken_over",
    "cases": "reassigned reassignment_undone",
    "charge": "reversed waived",
    "clearance": "ended granted",
    "consent": "given withdrawn",
    "contact": "corrected logged refused",
    "contact_point": "added changed",
    "contact_policy": "written",
    "contact_profile": "followed opened",
    "corrected_day": "asked computed failed",
    "daily_files": "removed",
    "delivery": "landed refused",
    "demo": "called loaded planned worked",
    "desk_policy": "written",
    "duplicate": "decided",
    "export": "made",
    "feed": "continued waived",
    "forbidden_word": "added retired",
    "group": "moved",
    "hold": "placed ran_out released",
    "late_fee": "charged reversed",
    "mailing": "ended set",
    "night": "completed verified",
    "note": "written",
    "outcome": "added renamed restored retired",
    "override": "granted",
    "payment": "posted reversed",
    "permit": "handed_back issued reported",
    "person": "assigned assignment_cancelled invited languages_set link_renewed locked logged_in password_set unlocked",
    "personal_data": "erased revealed",
    "phrase": "approved retired",
    "policy": "version_written",
    "promise": "broken cancelled instalment_settled kept made partial revised",
    "promise_policy": "written",
    "queue": "changed closed opened ranked reopened",
    "reason": "added renamed restored retired",
    "region_zone": "added removed",
    "related_party": "added changed",
    "restricted": "refused",
    "role": "granted revoked",
    "scorecard": "written",
    "signal": "lifted received",
    "team": "closed opened renamed reopened",
    "touch": "noted",
    "webhook": "changed created ended paused resumed secret_renewed sent_again",
}

KINDS: tuple[str, ...] = tuple(f"{thing}.{one}" for thing, ones in _HAPPENINGS.items() for one in ones.split())


def unknown(asked: Iterable[str]) -> list[str]:
    """What is no kind, `thing.*` or `*`. Example: `unknown(["case.*", "case.eaten"])` is ["case.eaten"]."""
    return [one for one in asked if not _of(one)]


def meant(asked: Iterable[str]) -> list[str]:
    """The kinds that `asked` names, in the order of KINDS. Example: `meant(["charge.*"])` names both of charges."""
    named = {kind for one in asked for kind in _of(one)}
    return [kind for kind in KINDS if kind in named]


def _of(asked: str) -> tuple[str, ...]:
    if asked == "*":
        return KINDS
    thing, _dot, happening = asked.partition(".")
    if happening == "*":
        return tuple(kind for kind in KINDS if kind.startswith(f"{thing}."))
    return (asked,) if asked in KINDS else ()
