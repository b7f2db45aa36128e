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
    "payments.post",
    "payments.reverse",
    "charges.waive",
    "holds.place",
    "accounts.charge_off",
    "policies.view",
    "policies.edit",
    "intake.upload",
    "nights.view",
    "nights.run",
    "nights.waive_feed",
    "people.view",
    "people.manage",
    "events.view",
    "data.export",
    "data.erase",
)

_AGENT = {"accounts.view", "portfolio.view"}
_LEAD = _AGENT | {"accounts.reveal", "holds.place", "payments.post", "nights.view", "policies.view"}
_MANAGER = _LEAD | {
    "nights.run",
    "nights.waive_feed",
    "policies.edit",
    "payments.reverse",
    "charges.waive",
    "accounts.charge_off",
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
    INTEGRATION: frozenset({"accounts.view", "portfolio.view", "payments.post", "payments.reverse", "intake.upload"}),
}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything that at least one of `roles` allows; a role that is unknown allows nothing.

    Example: `permissions_of(["agent"])` is {"accounts.view", "portfolio.view"}.
    """
    return frozenset().union(*(ROLE_PERMISSIONS.get(role, frozenset()) for role in roles))
