"""Who works a case: claim, heartbeat, release, take-over, and what a dead token is told."""

from uuid import uuid4

import pytest

from accounts.models import Cardholder
from collections_app.cases.actions.claims import claim, heartbeat, must_hold, next_case, release, take_over
from collections_app.cases.models import Claim, Passed
from collections_app.cases.queries import live_claim
from collections_app.events.models import Event
from collections_app.people.models import User
from collections_app.shared.errors import Refused
from tests.cases.desk import NOW, agent, change, later, pay, waiting
from tests.cases.files import holder

pytestmark = pytest.mark.django_db


def refused(action, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        action(**given)
    return caught.value


def name(actor) -> str:
    return User.objects.get(pk=actor.user_id).display_name


@pytest.fixture
def works():
    return agent()


@pytest.fixture
def held(works):
    """A case `works` has claimed at NOW."""
    return claim(actor=works, case_id=waiting().pk, at=NOW)


def test_a_case_is_claimed_by_its_number_whatever_its_queue(works):
    found = waiting(bucket=3, work_stopped=True, hold_kinds=["DISPUTE"])
    taken = claim(actor=works, case_id=found.pk, at=NOW)
    assert live_claim(found.pk, NOW).token == taken.token
    assert Event.objects.filter(kind="case.claimed", data__case=found.pk).count() == 1


def test_claimed_again_by_the_same_agent_it_is_prolonged(works, held):
    again = claim(actor=works, case_id=held.case_id, at=later(3))
    assert (again.token, again.expires_at) == (held.token, later(8))


def test_what_somebody_else_works_is_refused_with_his_name(works, held):
    found = refused(claim, actor=agent(), case_id=held.case_id, at=later(1))
    assert found.code == "claimed"
    assert found.message == f"{name(works)} works on this case since 12:00."


def test_a_closed_or_hidden_case_cannot_be_claimed(works):
    closed = waiting(closed_on="2025-03-10", close_reason="CURED")
    hidden = waiting(of=holder(restriction="VIP"))
    assert refused(claim, actor=works, case_id=closed.pk, at=NOW).code == "case_closed"
    assert refused(claim, actor=works, case_id=hidden.pk, at=NOW).code == "not_found"


def test_a_heartbeat_prolongs(works, held):
    beaten = heartbeat(actor=works, case_id=held.case_id, token=str(held.token), at=later(4))
    assert (beaten.expires_at, beaten.news) == (later(9), "")
    assert heartbeat(actor=works, case_id=held.case_id, token=held.token, at=later(8)).expires_at == later(13)


def test_a_heartbeat_tells_of_a_payment_that_covers_everything(works, held):
    pay(held.case, "500.00")
    assert heartbeat(actor=works, case_id=held.case_id, token=held.token, at=later(1)).news == "paid"


def test_a_heartbeat_tells_that_the_case_was_closed(works, held):
    change(held.case, closed_on="2025-03-11", close_reason="CURED")
    assert heartbeat(actor=works, case_id=held.case_id, token=held.token, at=later(1)).news == "case_closed"


def test_a_heartbeat_says_that_the_file_was_closed_to_the_agent(works, held):
    Cardholder.objects.filter(pk=held.case.cardholder_id).update(restriction="VIP")
    assert refused(heartbeat, actor=works, case_id=held.case_id, token=held.token, at=later(1)).code == "restricted"
    assert live_claim(held.case_id, NOW).expires_at == held.expires_at


@pytest.mark.parametrize("token", ["", "nonsense", "02a160df-a5f0-41a2-805c-1b59d9c79ca5"])
def test_a_wrong_token_is_a_lost_claim(works, held, token):
    assert refused(heartbeat, actor=works, case_id=held.case_id, token=token, at=later(1)).code == "claim_lost"


def test_a_lease_that_is_over_says_so(works, held):
    found = refused(heartbeat, actor=works, case_id=held.case_id, token=held.token, at=later(5))
    assert found.code == "claim_lost"
    assert found.message == "Your claim on this case is over. Take the case again before you go on."


def test_a_dead_token_is_told_who_has_the_case_now(works, held):
    other = agent()
    assert next_case(actor=other, at=later(6)).case_id == held.case_id
    for action in (heartbeat, must_hold, release):
        more = {"kind": "DONE"} if action is release else {}
        found = refused(action, actor=works, case_id=held.case_id, token=held.token, at=later(7), **more)
        assert found.code == "claim_lost"
        assert found.message == f"{name(other)} works on this case since 12:06."


def test_the_holder_may_go_on(works, held):
    assert must_hold(actor=works, case_id=held.case_id, token=held.token, at=later(1)).pk == held.pk


def test_done_gives_the_case_back_at_once(works, held):
    release(actor=works, case_id=held.case_id, token=held.token, kind="DONE", at=later(1))
    assert not Claim.objects.exists()
    assert next_case(actor=works, at=later(1)).case_id == held.case_id
    assert Event.objects.get(kind="case.released").data["kind"] == "DONE"


@pytest.mark.parametrize(("kind", "event"), [("SKIP", "case.skipped"), ("RETURN", "case.released")])
def test_skipped_or_returned_it_comes_back_to_others_first(works, held, kind, event):
    release(actor=works, case_id=held.case_id, token=held.token, kind=kind, reason="speaks Hakka", at=NOW)
    assert Event.objects.get(kind=event).data == {"case": held.case_id, "at": "2025-03-10T04:00:00Z", "kind": kind}
    assert Passed.objects.get().reason == "speaks Hakka"
    assert next_case(actor=works, at=later(59)) is None
    other = next_case(actor=agent(), at=later(30))
    assert other.case_id == held.case_id
    assert next_case(actor=works, at=later(60)).case_id == held.case_id


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"kind": "SKIP", "reason": " "}, "missing", "reason"),
        ({"kind": "RETURN"}, "missing", "reason"),
        ({"kind": "LATER", "reason": "x"}, "unknown_kind", "kind"),
        ({"kind": "SKIP", "reason": "x" * 201}, "too_long", "reason"),
    ],
)
def test_giving_back_needs_a_reason(works, held, given, code, field):
    found = refused(release, actor=works, case_id=held.case_id, token=held.token, at=NOW, **given)
    assert (found.code, found.field) == (code, field)
    assert live_claim(held.case_id, NOW)


def test_a_lead_takes_over_and_the_old_token_is_dead_at_once(works, held):
    lead = agent(role="lead")
    taken = take_over(actor=lead, case_id=held.case_id, reason="the debtor asked for me", at=later(1))
    assert taken.token != held.token
    assert live_claim(held.case_id, later(1)).user_id == lead.user_id
    found = refused(heartbeat, actor=works, case_id=held.case_id, token=held.token, at=later(1))
    assert found.message == f"{name(lead)} works on this case since 12:01."
    told = Event.objects.get(kind="case.taken_over")
    assert (told.actor, told.data) == (
        lead.label,
        {"case": held.case_id, "at": "2025-03-10T04:01:00Z", "from": works.user_id},
    )
    assert Passed.objects.get().reason == "the debtor asked for me"


def test_taking_over_needs_a_reason_and_the_right(works, held):
    assert refused(take_over, actor=agent(role="lead"), case_id=held.case_id, reason="", at=NOW).code == "missing"
    assert refused(take_over, actor=agent(), case_id=held.case_id, reason="mine", at=NOW).code == "forbidden"


def test_taking_over_what_is_mine_or_nobodys_just_claims_it():
    lead, found = agent(role="lead"), waiting()
    first = take_over(actor=lead, case_id=found.pk, reason="x", at=NOW)
    assert take_over(actor=lead, case_id=found.pk, reason="x", at=later(1)).token == first.token


@pytest.mark.parametrize("role", ["quality", "compliance", "administrator"])
def test_who_does_not_work_cases_claims_none(role):
    found, watcher = waiting(), agent(role=role)
    for action, more in [(claim, {}), (heartbeat, {"token": uuid4()}), (release, {"token": uuid4()})]:
        assert refused(action, actor=watcher, case_id=found.pk, at=NOW, **more).code == "forbidden"
