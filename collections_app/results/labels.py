"""What the measures, the parts of a score and the numbers of a scorecard are called, and what they mean."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

COUNTS: dict[str, tuple[Words, Words]] = {
    "attempts": (_("Attempts"), _("calls and visits we made; messages and letters are none")),
    "connects": (_("Connects"), _("attempts on which somebody spoke")),
    "rpc": (pgettext_lazy("results", "Right party"), _("attempts on which the debtor or who stands in for him spoke")),
    "inbound_rpc": (_("Right party, inbound"), _("the same where they called us; no attempt of ours")),
    "promises": (_("Promises"), _("promises taken, whatever became of them; at most one a case, agent and day")),
    "matured": (_("Matured"), _("promises whose last due day lies in the period and which a night has settled")),
    "kept": (_("Kept"), _("matured promises paid in time; partly kept is not kept")),
    "complaints": (
        _("Complaints"),
        _("complaints opened, of whoever had last reached the customer in the 30 days before, whoever wrote it down"),
    ),
    "breaches": (_("Breaches"), _("contacts made without leave")),
    "blocks": (_("Blocks"), _("contacts that were asked for and that the contact policy refused")),
}
"""Of counts: the name, the definition."""
RATES: dict[str, tuple[Words, Words, str, str]] = {
    "connect_rate": (_("Connect rate"), _("connects / attempts"), "connects", "attempts"),
    "rpc_rate": (_("Right-party rate"), _("right party / attempts"), "rpc", "attempts"),
    "rpc_of_connects": (_("Right party of connects"), _("right party / connects"), "rpc", "connects"),
    "ptp_rate": (_("Promise rate"), _("promises / right party, inbound included"), "promises", "right_parties"),
    "kept_rate": (_("Kept rate"), _("kept / matured, by count"), "kept", "matured"),
}
"""Of rates: the name, the definition, the count above and the count below the line."""
PER_THOUSAND: dict[str, tuple[Words, Words, str]] = {
    "complaints_per_1000": (
        _("Complaints per 1,000"),
        _("complaints on 1,000 contacts, attempts and inbound together"),
        "complaints",
    ),
}
AMOUNTS: dict[str, tuple[Words, Words]] = {
    "kept_amount_rate": (
        _("Kept amount rate"),
        _("paid in time / promised, of matured promises, partly kept ones included, nothing above a promise"),
    ),
    "recovered": (
        _("Recovered"),
        _(
            "payments, net of reversals, by value date: of the agent whose promise they fall into, else of the last "
            "right-party contact within the days of the scorecard, else nobody's"
        ),
    ),
    "recovery_rate": (
        _("Recovery rate"),
        _("recovered / what was past due on the assigned cases when the period opened"),
    ),
}
"""Of amounts, by currency: the name, the definition."""
OUTCOMES: dict[str, tuple[Words, Words]] = {
    "forward": (pgettext_lazy("assigned accounts", "Forward"), _("now in a worse bucket")),
    "stay": (pgettext_lazy("assigned accounts", "Stayed"), _("in the same bucket")),
    "back": (pgettext_lazy("assigned accounts", "Back"), _("in a better bucket, still delinquent")),
    "cure": (pgettext_lazy("assigned accounts", "Cured"), _("nothing past due any more")),
}
"""Of what became of assigned accounts: the name, the definition."""
ROLLS: dict[str, tuple[Words, Words]] = {
    "accounts": (
        _("Accounts"),
        _("delinquent accounts assigned on the first morning of the month, without fraud cases"),
    ),
    "balance": (_("Balance then"), _("what they owed on the last evening before")),
    **OUTCOMES,
    "through": (
        _("Flow-through"),
        _("what part of the balance rolled forward through this and the next buckets of the same desk or agent"),
    ),
}
"""Of assigned accounts, by bucket: the name, the definition. The outcomes are shares of the balance."""
SCORE: tuple[Words, Words] = (
    _("Score"),
    _("0 to 100 by the scorecard in force on the last day; none where there was no contact to judge compliance by"),
)
PARTS: dict[str, Words] = {
    "compliance": _("Compliance and quality"),
    "complaints": _("Complaints"),
    "recovery": _("Recovery"),
    "productivity": _("Productivity"),
}
NUMBERS: dict[str, Words] = {
    "compliance": _("Weight of compliance and quality, %"),
    "complaints": _("Weight of complaints, %"),
    "recovery": _("Weight of recovery, %"),
    "productivity": _("Weight of productivity, %"),
    "plan_recovery_rate": _("Plan: recovery rate (0.3 is 30 %)"),
    "plan_kept_amount_rate": _("Plan: kept amount rate (0.6 is 60 %)"),
    "plan_rpc_per_day": _("Plan: right-party contacts a day worked"),
    "limit_breaches": _("No points from: breaches per 1,000 contacts"),
    "limit_blocks": _("No points from: blocks per 1,000 contacts"),
    "limit_complaints": _("No points from: complaints per 1,000 contacts"),
    "attribution_days": _("Days after a right-party contact in which a payment is the agent's"),
}
PERIODS: dict[str, Words] = {
    "day": pgettext_lazy("period", "Day"),
    "week": pgettext_lazy("period", "Week"),
    "month": pgettext_lazy("period", "Month"),
    "range": pgettext_lazy("results", "From – to"),
}
BEHIND: dict[str, Words] = {
    **{name: COUNTS[name][0] for name in ("attempts", "connects", "rpc", "inbound_rpc", "promises", "matured", "kept")},
    "recovered": AMOUNTS["recovered"][0],
}
"""Figures whose rows a page lists."""
