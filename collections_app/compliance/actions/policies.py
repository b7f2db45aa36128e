"""Changes of the contact rules: a new version of a profile, and which product follows which profile, from a day on."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.checks import text_of
from accounts.models import Product
from accounts.queries import working_day
from accounts.waking import wake_cases
from collections_app.compliance.models import ContactPolicyVersion, ContactProfile, ContactProfileUse
from collections_app.compliance.models.policy import OVERRIDABLE
from collections_app.compliance.queries.profiles import PARAMETERS
from collections_app.events import actions as events
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
RANGES: dict[str, tuple[int, int]] = {
    "number_attempts_per_day": (1, 99),
    "person_conversations_per_day": (1, 99),
    "debt_attempts_per_window": (1, 99),
    "debt_window_days": (1, 60),
    "quiet_days_after_conversation": (0, 60),
    "lost_after_failures": (1, 30),
    "lost_on_distinct_days": (1, 30),
    "consent_days": (1, 60),
    "first_call_bucket": (0, 6),
    "coded_call_bucket": (0, 6),
    "reminder_days": (0, 30),
    "permit_minutes": (1, 120),
}
"""The smallest and largest value of each number; bucket 5 is M4+, 6 is none."""

CAPS = ("number_attempts_per_day", "person_conversations_per_day", "debt_attempts_per_window")
"""Numbers a profile may leave out: None is no such cap."""


@transaction.atomic
def write_contact_version(
    *, actor: Actor, profile: str, valid_from: date, numbers: Mapping[str, Any], reason: str, at: datetime
) -> ContactPolicyVersion:
    """Add a version of a profile that decides about contacts from `valid_from`; decisions made stay as they were.

    Cases that sleep past that day wake on it, whoever follows the profile: then other rules may let them be called.
    `numbers` names every one of `PARAMETERS`. Raises Refused: `forbidden`, `not_found`, `same` (it changes nothing);
    at its field `not_after_today`, `taken` (a version begins on that day), `out_of_range`, `unknown_zone`,
    `unknown_choice`, `closes_before_it_opens`, `law` (house_rules), `missing`, `too_long`, `card_number` (reason).
    Example: six tries a day become four from 2026-12-01: the fifth call of 11-30 is allowed, that of 12-01 is not.
    """
    actor.must("compliance.edit")
    reason = text_of(reason, field="reason", longest=300)
    line = _locked_profile(profile)
    _must_begin_later(valid_from, at)
    _must_be_possible(numbers)
    if line.versions.filter(valid_from=valid_from).exists():
        raise Refused("taken", _("This profile already has a version that begins on that day."), field="valid_from")
    before = line.versions.filter(valid_from__lt=valid_from).order_by("-valid_from").first()
    given = {**numbers, "house_rules": [rule for rule in OVERRIDABLE if rule in numbers["house_rules"]]}
    changed = sorted(name for name in PARAMETERS if before is None or getattr(before, name) != given[name])
    if not changed:
        raise Refused("same", _("This version would change nothing."))
    version = _stored(actor, line, given, valid_from=valid_from, reason=reason, at=at)
    data = {"profile": profile, "version": version.pk, "valid_from": valid_from, "changed": changed}
    wake_cases(by=clock.start_of(valid_from))
    events.record("contact_policy.written", actor=actor, data=data, on=working_day(at))
    return version


@transaction.atomic
def open_contact_profile(
    *,
    actor: Actor,
    code: str,
    name_en: str,
    name_zh: str,
    based_on: str,
    valid_from: date,
    numbers: Mapping[str, Any],
    reason: str,
    at: datetime,
) -> ContactPolicyVersion:
    """Begin a profile with its first version: the newest one of the profile `based_on`, with `numbers` in place of its.

    Nobody follows it until a product or the installation does (`follow_profile`).
    Raises Refused: `forbidden`, `not_found` (based_on); at its field `bad_code`, `taken` (code), what
    `write_contact_version` refuses of numbers, day and reason, and of the names `missing`, `too_long`, `card_number`.
    Example: CN_HOUSE based on CN_CBA_2026 with `number_attempts_per_day` 3 asks for three tries a day instead of six.
    """
    actor.must("compliance.edit")
    reason = text_of(reason, field="reason", longest=300)
    names = {"name_en": name_en, "name_zh": name_zh}
    names = {field: text_of(text, field=field, longest=120) for field, text in names.items()}
    if not _CODE.fullmatch(code):
        message = _("A code has 2 to 30 capital letters, digits and underscores, a letter first.")
        raise Refused("bad_code", message, field="code")
    sql.lock_for_transaction("fairdue contact profiles")
    if ContactProfile.objects.filter(code=code).exists():
        raise Refused("taken", _("There is a profile with this code."), field="code")
    before = _locked_profile(based_on).versions.order_by("-valid_from").first()
    if before is None:
        raise Refused("not_found", _("There is no such contact profile."))
    _must_begin_later(valid_from, at)
    given = {**{name: getattr(before, name) for name in PARAMETERS}, **numbers}
    _must_be_possible(given)
    given["house_rules"] = [rule for rule in OVERRIDABLE if rule in given["house_rules"]]
    line = ContactProfile.objects.create(code=code, **names)
    version = _stored(actor, line, given, valid_from=valid_from, reason=reason, at=at)
    data = {"profile": code, "based_on": based_on, "version": version.pk, "valid_from": valid_from}
    events.record("contact_profile.opened", actor=actor, data=data, on=working_day(at))
    return version


@transaction.atomic
def follow_profile(
    *, actor: Actor, product: str | None, profile: str, valid_from: date, reason: str, at: datetime
) -> ContactProfileUse:
    """Let a product, or without one the installation, follow a contact profile from `valid_from` on (B18).

    Cases that sleep past that day wake on it.
    Raises Refused: `forbidden`, `not_found`, `same` (it follows that profile already); at its field `unknown_product`,
    `not_after_today`, `taken` (something begins on that day), `missing`, `too_long`, `card_number` (reason).
    """
    actor.must("compliance.edit")
    reason = text_of(reason, field="reason", longest=300)
    line = _locked_profile(profile)
    sql.lock_for_transaction("fairdue contact profile uses")
    followed = Product.objects.filter(code=product).first() if product else None
    if product and followed is None:
        raise Refused("unknown_product", _("There is no such product."), field="product")
    _must_begin_later(valid_from, at)
    own = ContactProfileUse.objects.filter(product=followed)
    if own.filter(valid_from=valid_from).exists():
        raise Refused("taken", _("Another profile begins on that day already."), field="valid_from")
    before = own.filter(valid_from__lt=valid_from).order_by("-valid_from").first()
    if before is not None and before.profile_id == line.pk:
        raise Refused("same", _("This profile is followed on that day already."))
    use = ContactProfileUse.objects.create(product=followed, profile=line, valid_from=valid_from, reason=reason)
    data = {"use": use.pk, "product": product or None, "profile": profile, "valid_from": valid_from}
    wake_cases(by=clock.start_of(valid_from))
    events.record("contact_profile.followed", actor=actor, data=data, on=working_day(at))
    return use


def _stored(
    actor: Actor, line: ContactProfile, given: Mapping[str, Any], *, valid_from: date, reason: str, at: datetime
) -> ContactPolicyVersion:
    return ContactPolicyVersion.objects.create(
        profile=line,
        valid_from=valid_from,
        reason=reason,
        recorded_on=working_day(at),
        recorded_by=actor.label,
        **{name: given[name] for name in PARAMETERS},
    )


def _locked_profile(code: str) -> ContactProfile:
    known = "\x00" not in code
    line = ContactProfile.objects.select_for_update(no_key=True).filter(code=code).first() if known else None
    if line is None:
        raise Refused("not_found", _("There is no such contact profile."))
    return line


def _must_begin_later(valid_from: date, at: datetime) -> None:
    """Contacts are decided by the clock's day, in a simulated installation too."""
    today = clock.local_date(at)
    if valid_from <= today:
        message = _("It must begin after today, %(day)s: what was decided stays as it was.")
        raise Refused("not_after_today", message % {"day": local_date(today)}, field="valid_from")


def _must_be_possible(numbers: Mapping[str, Any]) -> None:
    for name, (least, most) in RANGES.items():
        if numbers[name] is None and name in CAPS:
            continue
        if numbers[name] is None or not least <= numbers[name] <= most:
            message = _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            raise Refused("out_of_range", message, field=name)
    if numbers["window_closes"] <= numbers["window_opens"]:
        raise Refused("closes_before_it_opens", _("The window closes before it opens."), field="window_closes")
    if numbers["zone"] not in available_timezones():
        raise Refused("unknown_zone", _("There is no such time zone."), field="zone")
    if numbers["third_parties"] not in ContactPolicyVersion.ThirdParties.values:
        raise Refused("unknown_choice", _("There is no such choice."), field="third_parties")
    if set(numbers["house_rules"]) - set(OVERRIDABLE):
        message = _("The law sets this rule: it cannot become one that a manager may let pass.")
        raise Refused("law", message, field="house_rules")
