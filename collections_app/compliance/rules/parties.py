"""Who is a party to the debt, and who is a third party that may be asked where the debtor is and nothing else."""

CARDHOLDER = "CARDHOLDER"
ATTORNEY = "ATTORNEY"

DEBT_BEARING = frozenset({CARDHOLDER, "SUPPLEMENTARY_HOLDER", "GUARANTOR", "AUTHORISED_AGENT", ATTORNEY, "ESTATE_REP"})
"""The first six of `domain.md` 4.5: with them the debt may be spoken about."""

OF_THE_COMPANY = frozenset({"PAYER", "DECISION_MAKER", "INFLUENCER"})
"""Who acts for a debtor that is a company; beside a person who owes, the same words name strangers to the debt."""

THIRD_PARTIES = frozenset({"GATEKEEPER", "EMERGENCY_CONTACT", "EMPLOYER", "UNRELATED_THIRD_PARTY"})
"""Third parties to every debt, a company's too."""


def is_third_party(role: str, *, company: bool) -> bool:
    """True when `role` must not learn that a debt exists; a role nobody knows is one. `company`: the debtor is one.

    Example: PAYER of a company's card is none, PAYER at the employer of a person is one, GATEKEEPER always is.
    """
    return role not in DEBT_BEARING and not (company and role in OF_THE_COMPANY)
