"""What roles, permissions, restrictions, languages and doors are called on a page."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .rules import roles
from .rules.clearances import STAFF, VIP

if TYPE_CHECKING:
    from .models import Team

ROLE_LABELS = {
    roles.AGENT: _("Agent"),
    roles.LEAD: _("Team lead"),
    roles.MANAGER: _("Manager"),
    roles.QUALITY: _("Quality"),
    roles.COMPLIANCE: _("Compliance"),
    roles.ADMINISTRATOR: _("Administrator"),
    roles.INTEGRATION: _("Integration"),
}
ROLE_CHOICES = [(role, ROLE_LABELS[role]) for role in roles.ROLES]

PERMISSION_LABELS = {
    "accounts.view": _("see accounts, with masked personal data"),
    "accounts.reveal": _("unmask personal data; every look is logged"),
    "portfolio.view": _("see the bucket dashboard"),
    "operation.view": _("see today's operation by desk and agent, workload, alerts; subscribe to the mailed summary"),
    "alerts.manage": _("set alerts and say who is told"),
    "results.own": _("see their own results"),
    "results.team": _("see results by team and agent: those of the teams they work in"),
    "results.all": _("see the results of every team"),
    "cases.view": _("see cases, their holds and their timeline"),
    "cases.work": _("take the next case, claim, ask for permits, release"),
    "cases.hold": _("place a hold on a case"),
    "cases.release_hold": _("lift a hold on a case"),
    "cases.assign": _("give cases to a team or an agent, one or many"),
    "cases.take_over": _("take a case from whoever works it"),
    "queues.edit": _("define queues and their order"),
    "contacts.log": _("log contacts, add numbers and people"),
    "contacts.lists": _("edit outcomes and reasons"),
    "calls.place": _("have the number of a call that was asked for, once, to dial it"),
    "promises.take": _("take a promise to pay"),
    "promises.cancel": _("cancel a promise"),
    "compliance.view": _("see refusals, breaches and overrides"),
    "compliance.edit": _("write contact policies and approved phrases; record what a person said about contact"),
    "compliance.override": _("let one house rule be broken once, with a reason"),
    "compliance.review": _("review breaches"),
    "teams.manage": _("set up teams, assign people to them, clear people for restricted files"),
    "payments.post": _("post a payment"),
    "payments.reverse": _("reverse a payment"),
    "charges.waive": _("waive and reverse fees and interest"),
    "holds.place": _("place and lift holds"),
    "accounts.charge_off": _("charge an account off"),
    "accounts.change_terms": _("change the statement day and due rule of an account"),
    "policies.view": _("see policies and their versions"),
    "policies.edit": _("write a new policy version"),
    "intake.upload": _("take in bank files"),
    "nights.view": _("see the nights and their problems"),
    "nights.run": _("start, resume and replay a night"),
    "nights.waive_feed": _("let a night run without the payment feed"),
    "people.view": _("see users and roles"),
    "people.manage": _("invite and lock users, grant and revoke roles"),
    "events.view": _("see who did what"),
    "changes.read": _("read the change feed"),
    "integrations.manage": _("give out API keys, set up webhooks, see what was delivered"),
    "data.export": _("export rows"),
    "data.erase": _("erase personal data"),
}

RESTRICTION_LABELS = {STAFF: _("staff of the bank"), VIP: _("VIP")}
RESTRICTION_CHOICES = list(RESTRICTION_LABELS.items())

LANGUAGE_LABELS = {
    "zh": _("Mandarin"),
    "yue": _("Cantonese"),
    "wuu": _("Wu (Shanghai)"),
    "nan": _("Southern Min"),
    "hak": _("Hakka"),
    "hsn": _("Xiang (Hunan)"),
    "gan": _("Gan (Jiangxi)"),
    "bo": _("Tibetan"),
    "ug": _("Uyghur"),
    "mn": _("Mongolian"),
    "en": _("English"),
}
LANGUAGE_CHOICES = list(LANGUAGE_LABELS.items())

DOOR_LABELS = {"browser": _("browser"), "api": _("REST")}


def team_name(team: "Team") -> str:
    """The name of a team in the reader's language."""
    return team.name_zh if (get_language() or "").startswith("zh") else team.name_en
