"""One case with everything it stands on."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import CardAccount
from collections_app.cases.models import Case, CaseHold, Claim
from collections_app.shared.actor import Actor

from .cases import visible_cases
from .claims import live_claim


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """A case, the accounts of its cardholder with their positions (delinquent ones first), its holds, who works it."""

    case: Case
    accounts: list[CardAccount]
    holds: list[CaseHold]
    claim: Claim | None


def case_detail(case_id: int, *, actor: Actor, at: datetime) -> CaseDetail | None:
    """The case as it stands at `at`; None when there is none that `actor` may see. A fixed number of queries."""
    cases = visible_cases(actor).select_related("cardholder__personal_data", "queue", "team", "agent", "product")
    case = cases.prefetch_related("cardholder__contact_points", "cardholder__addresses").filter(pk=case_id).first()
    if case is None:
        return None
    accounts = CardAccount.objects.filter(cardholder=case.cardholder_id).select_related("product", "position")
    return CaseDetail(
        case=case,
        accounts=list(accounts.order_by("-position__bucket", "-position__past_due", "id")),
        holds=holds_of(case),
        claim=live_claim(case.pk, at),
    )


def holds_of(case: Case) -> list[CaseHold]:
    """Its holds: those in force first, then the newest."""
    holds = CaseHold.objects.filter(case=case).order_by("-placed_at", "-id")
    return sorted(holds, key=lambda hold: hold.released_at is not None)
