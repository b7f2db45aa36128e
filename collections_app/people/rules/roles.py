"""Who may do what: the one table. `docs/reference/roles.md` shows the same table to people; a test compares them."""

from collections.abc import Iterable

AGENT = "agent"
LEAD = "lead"
MANAGER = "manager"
QUALITY = "quality"
COMPLIANCE = "compliance"
ADMINISTRATOR = "administrator"
INTEGRATION = "integration"

# In the order in which a desk grows: first who calls, then who answers for it, then who watches, then who runs it.
ROLES = (AGENT, LEAD, MANAGER, QUALITY, COMPLIANCE, ADMINISTRATOR, INTEGRATION)

PERMISSIONS: tuple[str, ...] = (
    "accounts.view",
    "accounts.reveal",
    "portfolio.view",
    "operation.view",
    "alerts.manage",
    "results.own",
    "results.team",
    "results.all",
    "cases.view",
    "cases.work",
    "cases.hold",
    "cases.release_hold",
    "cases.assign",
    "cases.take_over",
    "queues.edit",
    "contacts.log",
    "contacts.lists",
    "calls.place",
    "promises.take",
    "promises.cancel",
    "compliance.view",
    "compliance.edit",
    "compliance.override",
    "compliance.review",
    "teams.manage",
    "payments.post",
    "payments.reverse",
    "charges.waive",
    "holds.place",
    "accounts.charge_off",
    "accounts.change_terms",
    "policies.view",
    "policies.edit",
    "intake.upload",
    "nights.view",
    "nights.run",
    "nights.waive_feed",
    "people.view",
    "people.manage",
    "events.view",
    "changes.read",
    "integrations.manage",
    "data.export",
    "data.erase",
)

# Who works a case sees and speaks, records and promises; nobody who works one may shorten what protects its debtor.
_WORK = {"cases.view", "cases.work", "cases.hold", "contacts.log", "promises.take"}
_AGENT = {"accounts.view", "portfolio.view", "results.own"} | _WORK
_LEAD = _AGENT | {
    "accounts.reveal",
    "operation.view",
    "alerts.manage",
    "results.team",
    "cases.release_hold",
    "cases.assign",
    "cases.take_over",
    "queues.edit",
    "promises.cancel",
    "compliance.view",
    "holds.place",
    "payments.post",
    "nights.view",
    "policies.view",
    "people.view",
}
_MANAGER = _LEAD | {
    "results.all",
    "contacts.lists",
    "compliance.edit",
    "compliance.override",
    "teams.manage",
    "nights.run",
    "nights.waive_feed",
    "policies.edit",
    "payments.reverse",
    "charges.waive",
    "accounts.charge_off",
    "accounts.change_terms",
    "events.view",
    "changes.read",
    "integrations.manage",
    "data.export",
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    AGENT: frozenset(_AGENT),
    LEAD: frozenset(_LEAD),
    MANAGER: frozenset(_MANAGER),
    QUALITY: frozenset(
        {
            "accounts.view",
            "accounts.reveal",
            "portfolio.view",
            "operation.view",
            "results.own",
            "results.team",
            "results.all",
            "cases.view",
            "compliance.view",
            "compliance.review",
            "policies.view",
            "events.view",
        }
    ),
    COMPLIANCE: frozenset(
        {
            "accounts.view",
            "accounts.reveal",
            "portfolio.view",
            "operation.view",
            "results.team",
            "results.all",
            "cases.view",
            "cases.hold",
            "cases.release_hold",
            "contacts.lists",
            "compliance.view",
            "compliance.edit",
            "compliance.review",
            "policies.view",
            "policies.edit",
            "events.view",
            "data.export",
            "data.erase",
        }
    ),
    # Runs the system, and for that needs nobody's phone number.
    ADMINISTRATOR: frozenset(
        {
            "accounts.view",
            "portfolio.view",
            "policies.view",
            "intake.upload",
            "nights.view",
            "nights.run",
            "nights.waive_feed",
            "people.view",
            "people.manage",
            "teams.manage",
            "events.view",
            "integrations.manage",
        }
    ),
    INTEGRATION: frozenset(
        {
            "accounts.view",
            "accounts.change_terms",
            "portfolio.view",
            "payments.post",
            "payments.reverse",
            "intake.upload",
            "calls.place",
            "changes.read",
            "data.export",
        }
        | _WORK
    ),
}


# What a role allows to people of an outside agency: to work the cases they were given and to answer for their own desk.
# The house's figures, rules, people, money and holds are none of theirs, whatever role they hold.
AGENCY_PERMISSIONS = frozenset(
    {
        "accounts.view",
        "accounts.reveal",
        "operation.view",
        "results.own",
        "results.team",
        "cases.assign",
        "cases.take_over",
        "promises.cancel",
        "compliance.view",
    }
    | _WORK
)


def permissions_of(roles: Iterable[str], *, agency: bool = False) -> frozenset[str]:
    """Everything that at least one of `roles` allows; a role that is unknown allows nothing.

    `agency`: to somebody who works for an outside agency only.
    Example: `"cases.work" in permissions_of(["agent"])` is true, and so it is for an agency; `"queues.edit" in
    permissions_of(["lead"])` is true, for an agency it is false.
    """
    allowed = frozenset().union(*(ROLE_PERMISSIONS.get(role, frozenset()) for role in roles))
    return allowed & AGENCY_PERMISSIONS if agency else allowed
