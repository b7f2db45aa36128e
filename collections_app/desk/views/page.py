"""What the case page and its fragments render with; every view of a case begins with `open_case`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.explain.reading import reading_of
from accounts.explain.strip import strip_of
from accounts.explain.why import explain
from accounts.models import CardAccount
from accounts.queries import business_date
from collections_app.arrangements.forms import PromiseForm
from collections_app.casefile.queries import KINDS, timeline
from collections_app.cases.models import Case
from collections_app.cases.queries import visible_cases
from collections_app.compliance.actions import WHO_RECORDS
from collections_app.compliance.queries import said_of
from collections_app.compliance.said_forms import ConsentForm, StopForm
from collections_app.compliance.standing_policies import house_rules_of
from collections_app.desk import written
from collections_app.desk.forms import AddressForm, HoldForm, LogForm, NoteForm, NumberForm, PersonForm, ReasonForm
from collections_app.desk.queries.case_page import CasePage, case_page, with_standing
from collections_app.desk.queries.permits import open_permits
from collections_app.desk.queries.phrases import phrases_for
from collections_app.desk.queries.standing import standing_of
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest

from .permits import logged_under, permit_context

OFTEN = timedelta(seconds=20)
"""A page asks at least this often whether it still has its case: long before its lease ends."""


class EmptyDialogs:
    """The fields of the dialogs as they open, the same on every case: `{{ empty.hold }}`; written once per language."""

    FORMS = {
        "hold": HoldForm,
        "skip": ReasonForm,
        "return": ReasonForm,
        "take_over": ReasonForm,
        "person": PersonForm,
        "address": AddressForm,
    }

    def __getitem__(self, name: str) -> SafeString:
        return _empty_fields(self.FORMS[name], f"{name}_%s", get_language())


@cache
def _empty_fields(form: type[BaseForm], auto_id: str, language: str | None) -> SafeString:
    return written.visible_fields(form(auto_id=auto_id))


EMPTY_DIALOGS = EmptyDialogs()


def open_case(request: ActorRequest, case_id: int) -> Case:
    """The case, with its cardholder, claim and queue (`with_standing`), if the actor may see it; else 404."""
    case = with_standing(visible_cases(request.actor).filter(pk=case_id)).first()
    if case is None:
        raise Http404(case_id)
    return case


def log_forms(here: CasePage, given: Any = None, **initial: Any) -> tuple[LogForm, PromiseForm]:
    """The two forms of the log panel; an empty promise is not looked at unless the outcome asks for one."""
    form = LogForm(given, company=here.is_company, numbers=numbers_of(here), initial=initial)
    delinquent = [account for account in here.accounts if account.position.bucket >= 0]
    choices = [(account.pk, _promisable(account, here)) for account in delinquent] if len(delinquent) > 1 else None
    ways: dict[str, Any] = {"prefix": "promise", "company": here.is_company, "accounts": choices, "on": here.today}
    promise = PromiseForm(given, **ways)
    asked = given is not None and form.outcome_facts.get(given.get("outcome", ""), {}).get("asks") == "PROMISE"
    return form, promise if promise.is_filled or asked else PromiseForm(**ways)


def _promisable(account: CardAccount, here: CasePage) -> str:
    """The account as the promise names it: its currency where it is not the case's own."""
    return account.account_no if account.currency == here.case.currency else f"{account.account_no} {account.currency}"


def numbers_of(here: CasePage) -> list[tuple[int, str]]:
    """The numbers of the case to choose from."""
    return [(number.contact_point_id, number.masked) for number in here.numbers]


def case_context(
    request: ActorRequest,
    case: Case,
    *,
    at: datetime,
    here: CasePage | None = None,
    forms: tuple[LogForm, PromiseForm] | None = None,
) -> dict[str, Any]:
    """Everything the whole page needs."""
    here = here or case_page(case, at=at)
    permits = open_permits(case, request.actor, asked=request.GET.get("permit", ""), at=at)
    permit = permits.to_log(request.actor, at=at)
    form, promise_form = forms or log_forms(here, **(_caller(request, here) or logged_under(permit)))
    context = base_context(request, here, at=at)
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return context | {
        "form": form,
        "promise_form": promise_form,
        "hidden_errors": hidden,
        "promise_rows_open": promise_form.is_bound
        and any(promise_form.data.get(f"promise-day_{n}") for n in range(1, 7)),
        "more_open": bool(form["inbound"].value())
        or any(form[name].errors for name in ("observed", "call_id", "recording", "channel")),
        "asks": _asks(form, here),
        "empty": EMPTY_DIALOGS,
        "note_form": NoteForm(auto_id="note_%s"),
        "said": said_of(here.holder.pk, at=at),
        "stop_form": StopForm(auto_id="stop_%s", numbers=numbers_of(here)),
        "consent_form": ConsentForm(auto_id="consent_%s", numbers=numbers_of(here)),
        "number_form": NumberForm(auto_id="number_%s", parties=[party for party, _third in here.parties]),
        "beat_seconds": beat_seconds(context),
        "phrases": phrases_for(case.bucket, language=get_language() or "en"),
        **permit_context(request, permits, here.numbers, at=at),
        **timeline_context(request, case, here.accounts),
        **accounts_context(request, here),
        "page_keys": "desk/_keys.html",
    }


def base_context(request: ActorRequest, here: CasePage, *, at: datetime) -> dict[str, Any]:
    """What every part of the page asks: whose the case is, and what the actor may do with it."""
    actor, claim = request.actor, here.claim
    mine = claim is not None and claim.user_id == actor.user_id
    return {
        "here": here,
        "case_id": here.case.pk,
        "now": at,
        "today": here.today,
        "step": here.step,
        "mine": mine,
        "claim_token": claim.token if claim is not None and mine else "",
        "claim_seconds": max(int((claim.expires_at - at).total_seconds()), 0) if claim is not None else 0,
        "standing": standing_of(here.case, claim, actor, held=mine, at=at),
        "may": {
            "work": actor.may("cases.work"),
            "call": mine and here.case.closed_on is None,
            "log": actor.may("contacts.log"),
            "record": actor.may(*WHO_RECORDS),
            "promise": actor.may("promises.take") and here.case.closed_on is None,
            "hold": actor.may("cases.hold"),
            "take_over": actor.may("cases.take_over"),
        },
        "may_pass": _house_rules(actor, here),
    }


def beat_seconds(context: Mapping[str, Any]) -> int | None:
    """How often the page of this context asks whether its claim lasts; None when it has none."""
    left = timedelta(seconds=context["claim_seconds"])
    return min(OFTEN, left / 3).seconds or 1 if context["mine"] else None


def _house_rules(actor: Actor, here: CasePage) -> frozenset[str]:
    """The rules the actor may let pass once for this customer."""
    return house_rules_of(here.holder.pk, on=here.today) if actor.may("compliance.override") else frozenset()


def timeline_context(
    request: ActorRequest, case: Case, accounts: Sequence[CardAccount] | None = None
) -> dict[str, Any]:
    """A page of the timeline and its filters; `t` leads to the next one. `accounts`: the case's, if read already."""
    numbers = None if accounts is None else {account.pk: account.account_no for account in accounts}
    asked = request.GET.get("timeline", "")
    kind = asked if asked in KINDS else KINDS[0]
    may_log, of_others = request.actor.may("contacts.log"), request.actor.may("cases.take_over")
    return {
        "may_correct": "all" if may_log and of_others else "own" if may_log else "",
        "kinds": KINDS,
        "kind": kind,
        "next_kind": KINDS[(KINDS.index(kind) + 1) % len(KINDS)],
        "page": timeline(case, kind=kind, cursor=request.GET.get("cursor", ""), numbers=numbers),
    }


def accounts_context(request: ActorRequest, here: CasePage) -> dict[str, Any]:
    """The account whose calendar is drawn: the one asked for, else the one that drives the case."""
    chosen = next((a for a in here.accounts if a.account_no == request.GET.get("account")), None)
    chosen = chosen or next(iter(here.accounts), None)
    return {"chosen": chosen, **_drawn(chosen)}


def _drawn(account: CardAccount | None) -> dict[str, Any]:
    on = business_date()
    if account is None or on is None:
        return {}
    try:
        reading = reading_of(account.pk, on=on)
    except Refused:
        return {}
    return {"why": explain(reading), "strip": strip_of(reading), "on": on}


def _caller(request: ActorRequest, here: CasePage) -> dict[str, Any]:
    """Who called, as the inbound page leads here: `?inbound=1&point=7`; who has that number is who is speaking."""
    if request.GET.get("inbound") != "1":
        return {}
    point = request.GET.get("point", "")
    caller = next((number for number in here.numbers if str(number.contact_point_id) == point), None)
    known = {"contact_point_id": caller.contact_point_id, "role": caller.role} if caller else {}
    return {"inbound": True, **known}


def _asks(form: LogForm, here: CasePage) -> dict[str, list[str]]:
    """By outcome, the parts of the form it opens."""
    asks = {}
    for code, fact in form.outcome_facts.items():
        parts = [fact["asks"]] if fact["asks"] in ("PROMISE", "THIRD_PARTY") else []
        parts += ["VERIFY"] if fact["right_party"] else []
        parts += ["FINDINGS"] if here.is_company and (fact["right_party"] or fact["asks"] == "THIRD_PARTY") else []
        asks[code] = parts
    return asks


def uuid_of(text: str) -> UUID | None:
    """A token as it came from a page; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
