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

PERMISSIONS: dict[str, str] = {
    "accounts.view": "see accounts, with masked personal data",
    "accounts.reveal": "unmask personal data; every look is logged",
    "portfolio.view": "see the bucket dashboard",
    "payments.post": "post a payment",
    "payments.reverse": "reverse a payment",
    "holds.place": "place and lift holds",
    "policies.view": "see policies and their versions",
    "policies.edit": "write a new policy version",
    "intake.upload": "take in bank files",
    "nights.view": "see the nights and their problems",
    "nights.run": "start, resume and replay a night",
    "nights.waive_feed": "let a night run without the payment feed",
    "people.view": "see users and roles",
    "people.manage": "invite and lock users, grant and revoke roles",
    "events.view": "see who did what",
    "data.export": "export rows",
    "data.erase": "erase personal data",
}

_AGENT = {"accounts.view", "portfolio.view"}
_LEAD = _AGENT | {"accounts.reveal", "holds.place", "payments.post", "nights.view", "policies.view"}
_MANAGER = _LEAD | {
    "nights.run",
    "nights.waive_feed",
    "policies.edit",
    "payments.reverse",
    "people.view",
    "events.view",
    "data.export",
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    AGENT: frozenset(_AGENT),
    LEAD: frozenset(_LEAD),
    MANAGER: frozenset(_MANAGER),
    QUALITY: frozenset({"accounts.view", "accounts.reveal", "portfolio.view", "policies.view", "events.view"}),
    COMPLIANCE: frozenset(
        {
            "accounts.view",
            "accounts.reveal",
            "portfolio.view",
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
            "events.view",
        }
    ),
    INTEGRATION: frozenset(
        {"accounts.view", "portfolio.view", "payments.post", "payments.reverse", "intake.upload"}
    ),
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything that at least one of `roles` allows; a role that is unknown allows nothing.

    Example: `permissions_of(["agent"])` is {"accounts.view", "portfolio.view"}.
    """
    return frozenset().union(*(ROLE_PERMISSIONS.get(role, frozenset()) for role in roles))
