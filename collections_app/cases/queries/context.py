"""What compliance must know of cases before it decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from accounts.models import Position
from collections_app.cases.models import Case
from collections_app.cases.rules.holds import contact_stops
from collections_app.compliance.context import CaseContext


def context_of(case: Case, *, delinquent: Iterable[int] | None = None) -> CaseContext:
    """The case as a contact decision sees it; one query, none when its delinquent accounts are known already."""
    known = None if delinquent is None else {case.cardholder_id: set(delinquent)}
    return _contexts([case], known)[case.pk]


def contexts_of(case_ids: Iterable[int]) -> dict[int, CaseContext]:
    """The contexts of many cases by case number; two queries however many."""
    return _contexts(list(Case.objects.filter(pk__in=list(case_ids))))


def _contexts(cases: list[Case], known: Mapping[int, set[int]] | None = None) -> dict[int, CaseContext]:
    accounts = _delinquent_accounts({case.cardholder_id for case in cases}) if known is None else known
    return {
        case.pk: CaseContext(
            case_id=case.pk,
            cardholder_id=case.cardholder_id,
            bucket=case.bucket,
            product_id=case.product_id,
            account_ids=frozenset(accounts[case.cardholder_id]),
            stops=contact_stops(case.hold_kinds),
            lost=case.lost_since is not None,
            promise_due_on=case.promise_due_on,
            agreed_at=case.follow_up_at if case.has_appointment else None,
        )
        for case in cases
    }


def _delinquent_accounts(cardholder_ids: set[int]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = Position.objects.filter(cardholder__in=cardholder_ids, bucket__gte=0)
    for cardholder_id, account_id in rows.values_list("cardholder_id", "card_account_id"):
        found[cardholder_id].add(account_id)
    return found
