"""How rules and decisions are said to people: what stands in the way, and from when no longer."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from collections_app.shared.templatetags.fairdue import bucket_label, listed, local_date, local_moment

RULE_LABELS: dict[str, Promise] = {
    "number_invalid": gettext_lazy("wrong number"),
    "not_a_phone": gettext_lazy("not for this channel"),
    "cease": gettext_lazy("all contact stopped"),
    "attorney": gettext_lazy("only through the lawyer"),
    "opt_out": gettext_lazy("channel not wanted"),
    "objection": gettext_lazy("third party objects"),
    "case_hold": gettext_lazy("case on hold"),
    "third_party_never": gettext_lazy("no third parties"),
    "third_party_not_lost": gettext_lazy("contact not lost"),
    "third_party_no_debt": gettext_lazy("locating only"),
    "third_party_once": gettext_lazy("spoken to once already"),
    "no_agent_call_in_m0": gettext_lazy("too early for a call"),
    "coded_only_from_m4": gettext_lazy("coded calls only"),
    "reminder_too_early": gettext_lazy("too early to remind"),
    "window": gettext_lazy("outside the contact hours"),
    "number_day_cap": gettext_lazy("daily cap of the number"),
    "person_day_cap": gettext_lazy("daily cap of the person"),
    "debt_week_cap": gettext_lazy("cap of calls about one debt"),
    "quiet_after_conversation": gettext_lazy("quiet after a conversation"),
}

HOLDS: dict[str, Promise] = {
    "DISPUTE": gettext_lazy("dispute"),
    "HARDSHIP": gettext_lazy("hardship"),
    "COMPLAINT": gettext_lazy("complaint"),
    "DECEASED": gettext_lazy("deceased"),
    "BANKRUPTCY": gettext_lazy("bankruptcy"),
    "FRAUD_CLAIM": gettext_lazy("fraud claim"),
    "PLAN": gettext_lazy("instalment plan"),
    "LEGAL": gettext_lazy("legal"),
    "PROMISE": gettext_lazy("promise running"),
}
"""Kinds of case hold, which live on the floor above and reach us as codes."""

BUCKETS = ("M0", "M1", "M2", "M3", "M4", "M4P")

Facts = Mapping[str, Any]


class Answer(Protocol):
    """What can be explained: a decision, or a refusal as it was stored."""

    @property
    def rule(self) -> str: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def next_allowed_at(self) -> datetime | None: ...


def rule_label(code: str) -> str:
    """A rule in two or three words; the code itself for one nobody has named."""
    return str(RULE_LABELS.get(code, code))


def explain(decision: Answer, *, at: datetime | None = None) -> str:
    """A decision in plain words, with its moment in local time; near moments by their day when `at` says what now is.

    Example: "All 6 tries of this number were made today. Allowed again from tomorrow 08:00."
    """
    until = getattr(decision, "until", None)
    if getattr(decision, "allowed", False):
        return _("May be contacted until %(moment)s.") % {"moment": when(until, at)} if until else _("Allowed.")
    words = REASONS[decision.rule](decision.facts) if decision.rule in REASONS else rule_label(decision.rule)
    if decision.next_allowed_at is None:
        return words
    return _("%(reason)s Allowed again from %(moment)s.") % {
        "reason": words,
        "moment": when(decision.next_allowed_at, at),
    }


def when(moment: datetime, at: datetime | None = None) -> str:
    """A moment in local time: "14:05" today, "tomorrow 08:00", else "25 Feb 2025 14:05"."""
    if at is None:
        return local_moment(moment)
    clock = date_format(timezone.localtime(moment), "H:i")
    away = timezone.localtime(moment).date() - timezone.localtime(at).date()
    if away == timedelta(0):
        return clock
    return _("tomorrow %(time)s") % {"time": clock} if away == timedelta(1) else local_moment(moment)


def _since(text: str) -> Callable[[Facts], str]:
    def words(facts: Facts) -> str:
        since = facts.get("since")
        moment = since if isinstance(since, datetime) or since is None else datetime.fromisoformat(since)
        return _(text) % {"moment": local_moment(moment)}

    return words


def _case_hold(facts: Facts) -> str:
    kinds = listed(HOLDS.get(kind, kind) for kind in facts.get("kinds", []))
    return _("The case is on hold: %(kinds)s.") % {"kinds": kinds}


def _too_early(facts: Facts) -> str:
    return _("Nobody calls before bucket %(bucket)s.") % {"bucket": _bucket(facts.get("first", 1))}


def _coded_only(facts: Facts) -> str:
    bucket = _bucket(facts.get("coded", 4))
    return _("From bucket %(bucket)s on, calls are agreed appointments or reminders of a promise.") % {"bucket": bucket}


def _reminder(facts: Facts) -> str:
    days = {"due": _day(facts.get("due", "")), "first": _day(facts.get("first", ""))}
    return _("The promise is due on %(due)s. A reminder may be given from %(first)s on, or when one was agreed.") % days


def _day(text: str) -> str:
    return local_date(date.fromisoformat(text)) if text else ""


def _window(facts: Facts) -> str:
    hours = {"opens": facts.get("opens", ""), "closes": facts.get("closes", "")}
    if len(facts.get("zones", ())) > 1:
        text = _("Contact is allowed from %(opens)s to %(closes)s wherever the debtor may be (%(zones)s).")
        return text % {**hours, "zones": listed(facts["zones"])}
    return _("Contact is allowed from %(opens)s to %(closes)s of the debtor's day.") % hours


def _number_cap(facts: Facts) -> str:
    cap = facts.get("cap", 0)
    text = ngettext(
        "The only try of this number was made today.", "All %(cap)s tries of this number were made today.", cap
    )
    return text % {"cap": cap}


def _person_cap(facts: Facts) -> str:
    cap = facts.get("cap", 0)
    text = ngettext(
        "The debtor was spoken to once today, the most allowed.",
        "The debtor was spoken to %(cap)s times today, the most allowed.",
        cap,
    )
    return text % {"cap": cap}


def _week_cap(facts: Facts) -> str:
    return _("%(made)s calls about the same debt in %(days)s days; the most allowed is %(cap)s.") % {
        "made": facts.get("made", 0),
        "days": facts.get("days", 7),
        "cap": facts.get("cap", 0),
    }


def _quiet(facts: Facts) -> str:
    spoke_on = facts.get("spoke_on")
    day = date.fromisoformat(spoke_on) if isinstance(spoke_on, str) else spoke_on
    text = _("We spoke about the debt on %(day)s; that day and those after it stay quiet, %(days)s in all.")
    return text % {"day": local_date(day), "days": facts.get("days", 7)}


def _plain(text: str) -> Callable[[Facts], str]:
    return lambda _facts: _(text)


def _bucket(ordinal: int) -> str:
    return bucket_label(BUCKETS[min(max(ordinal, 0), len(BUCKETS) - 1)])


REASONS: dict[str, Callable[[Facts], str]] = {
    "number_invalid": _plain(gettext_noop("This number is wrong.")),
    "not_a_phone": _plain(gettext_noop("Cannot be reached this way.")),
    "cease": _since(gettext_noop("The customer asked us on %(moment)s to stop all contact.")),
    "attorney": _since(gettext_noop("Represented by a lawyer since %(moment)s: only the lawyer may be contacted.")),
    "opt_out": _since(gettext_noop("The customer asked us on %(moment)s not to use this channel.")),
    "objection": _since(gettext_noop("The third party objected on %(moment)s.")),
    "case_hold": _case_hold,
    "third_party_never": _plain(gettext_noop("Third parties may not be contacted.")),
    "third_party_not_lost": _plain(
        gettext_noop("A third party may be asked only once contact with the debtor is lost.")
    ),
    "third_party_no_debt": _plain(gettext_noop("A third party may only be asked how to reach the debtor.")),
    "third_party_once": _plain(gettext_noop("This third party was spoken to already; once is the most allowed.")),
    "no_agent_call_in_m0": _too_early,
    "coded_only_from_m4": _coded_only,
    "reminder_too_early": _reminder,
    "window": _window,
    "number_day_cap": _number_cap,
    "person_day_cap": _person_cap,
    "debt_week_cap": _week_cap,
    "quiet_after_conversation": _quiet,
}
