"""While a case page stands open: its claim lasts on, and what comes from elsewhere is told."""

import pytest

from accounts.models import Cardholder, PersonalData
from collections_app.cases.actions.claims import claim, take_over
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Case, Claim
from collections_app.compliance.actions.stops import signal_stop
from collections_app.events import actions as events
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.cases.desk import NOW, pay
from tests.contacts.desk import open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    file = open_file(phone="13912345678")
    PersonalData.objects.create(cardholder=file.case.cardholder, name="张三丰", gender="M", birth_date="1985-01-01")
    return file


def held(cast, file):
    return claim(actor=cast.actor("agent"), case_id=file.case.pk, at=NOW)


def drawn(cast, file):
    """What the page shows."""
    return cast.browser("agent").get(f"/cases/{file.case.pk}/").context["here"]


def now(cast, file):
    """The parts of the page that say what may be done now."""
    answer = cast.browser("agent").get(f"/cases/{file.case.pk}/now/", headers={"HX-Request": "true"})
    return answer.content.decode()


def beat(cast, file, token, seen="0"):
    answer = cast.browser("agent").post(f"/cases/{file.case.pk}/heartbeat/", {"token": str(token), "seen": str(seen)})
    return answer.content.decode()


def paid(file):
    events.record(
        "payment.posted",
        actor=Actor.command("test"),
        account_id=file.case.account_id,
        cardholder_id=file.case.cardholder_id,
        data={"amount": "500.00"},
        on=d("03-10"),
    )


def test_the_heartbeat_prolongs_the_claim_and_says_nothing(cast, file):
    token = held(cast, file).token
    answer = beat(cast, file, token)
    assert 'data-claim="mine"' in answer
    assert "banner" not in answer


def test_a_claim_that_was_taken_names_who_has_it(cast, file):
    token = held(cast, file).token
    take_over(actor=cast.actor("lead"), case_id=file.case.pk, reason="urgent", at=NOW)
    answer = beat(cast, file, token)
    assert 'data-claim="taken"' in answer
    assert "The lead has had this case since" in answer


def test_a_claim_that_ran_out_can_be_taken_again(cast, file):
    token = held(cast, file).token
    Claim.objects.all().delete()
    answer = beat(cast, file, token)
    assert 'data-claim="lost"' in answer
    assert "Claim it again" in answer


def test_a_case_that_was_closed_says_so(cast, file):
    token = held(cast, file).token
    Case.objects.update(closed_on=d("03-10"), close_reason="CURED")
    assert 'data-case="closed"' in beat(cast, file, token)


def test_a_payment_that_came_in_is_told(cast, file):
    token = held(cast, file).token
    seen = drawn(cast, file).seen
    paid(file)
    assert "A payment of 500.00" in beat(cast, file, token, seen)
    assert "payment" not in beat(cast, file, token, drawn(cast, file).seen)


def test_a_case_whose_debt_came_in_is_pulled_from_the_screen(cast, file):
    token = held(cast, file).token
    pay(file.case, "500.00")
    assert 'data-case="paid"' in beat(cast, file, token)


@pytest.mark.parametrize("token", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_token_of_nobody_is_lost(cast, file, token):
    assert 'data-claim="lost"' in beat(cast, file, token)


# -- what happened since the page was drawn -----------------------------------------------------------------------


def stop(cast, file, kind="CEASE"):
    signal_stop(actor=cast.actor("lead"), cardholder_id=file.case.cardholder_id, kind=kind, at=NOW)


def hold(cast, file):
    place_hold(actor=cast.actor("lead"), case_id=file.case.pk, kind="DISPUTE", reason="a letter came", at=NOW)


@pytest.mark.parametrize(
    ("happens", "said"),
    [(stop, "Stop signal: asked us to stop all contact"), (hold, "Hold placed dispute")],
)
def test_what_came_from_elsewhere_is_told_once_with_a_way_to_look_again(cast, file, happens, said):
    token, seen = held(cast, file).token, drawn(cast, file).seen
    happens(cast, file)
    answer = beat(cast, file, token, seen)
    assert said in answer
    assert f"/cases/{file.case.pk}/now/" in answer
    assert "banner" not in beat(cast, file, token, drawn(cast, file).seen)


def test_what_may_be_done_now_comes_without_the_form(cast, file):
    held(cast, file)
    assert "Call" in now(cast, file)
    hold(cast, file)
    fragment = now(cast, file)
    assert "none while on hold" in fragment
    assert f'"seen": "{drawn(cast, file).seen}"' in fragment
    assert f"/call/{file.point.pk}/" not in fragment
    assert "log-form" not in fragment


def test_leave_given_before_a_stop_says_not_to_dial(cast, file):
    file.start(cast.actor("agent"))
    assert "13912345678" in now(cast, file)
    stop(cast, file)
    for text in (now(cast, file), cast.browser("agent").get(f"/cases/{file.case.pk}/").content.decode()):
        assert "Do not dial" in text
        assert "13912345678" not in text
        assert "hand-back" in text


def test_without_script_it_leads_to_the_page_and_a_lost_case_draws_it_anew(cast, file):
    address = f"/cases/{file.case.pk}/now/"
    assert cast.browser("agent").get(address).url == f"/cases/{file.case.pk}/"
    assert cast.browser("agent").get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_file_closed_to_the_agent_says_so_to_him_and_to_nobody_else(cast, file):
    token = held(cast, file).token
    Cardholder.objects.filter(pk=file.case.cardholder_id).update(restriction="VIP")
    answer = beat(cast, file, token)
    assert 'data-case="hidden"' in answer
    assert "not open to you any more" in answer
    other = cast.browser("lead").post(f"/cases/{file.case.pk}/heartbeat/", {"token": str(token)})
    assert other.status_code == 404


@pytest.mark.parametrize("many", [1, 5])
def test_a_beat_asks_a_fixed_number_of_queries(cast, file, many, django_assert_num_queries):
    token, seen = held(cast, file).token, drawn(cast, file).seen
    for kind in ("CEASE", "ATTORNEY", "CEASE", "ATTORNEY", "CEASE")[:many]:
        stop(cast, file, kind)
        paid(file)
    browser = cast.browser("agent")
    with django_assert_num_queries(18):
        browser.post(f"/cases/{file.case.pk}/heartbeat/", {"token": str(token), "seen": str(seen)})


# -- the glance between two beats -------------------------------------------------------------------------------------


def glance(cast, file, token, role="agent"):
    headers = {"X-Claim-Token": str(token)}
    return cast.browser(role).get(f"/cases/{file.case.pk}/glance/", headers=headers).content.decode()


def test_a_glance_changes_when_something_happens(cast, file):
    token = held(cast, file).token
    before = glance(cast, file, token)
    assert before == glance(cast, file, token) == str(drawn(cast, file).seen.newest)
    paid(file)
    assert int(glance(cast, file, token)) > int(before)


def test_a_glance_says_nothing_once_the_claim_is_gone_or_is_not_ones_own(cast, file):
    token = held(cast, file).token
    assert glance(cast, file, token, role="lead") == ""
    assert glance(cast, file, "nonsense") == ""
    assert cast.nobody.get(f"/cases/{file.case.pk}/glance/", headers={"X-Claim-Token": str(token)}).content == b""
    take_over(actor=cast.actor("lead"), case_id=file.case.pk, reason="urgent", at=NOW)
    assert glance(cast, file, token) == ""


def test_a_glance_asks_one_query_beside_the_sessions(cast, file, django_assert_num_queries):
    token, browser = held(cast, file).token, cast.browser("agent")
    with django_assert_num_queries(2):
        browser.get(f"/cases/{file.case.pk}/glance/", headers={"X-Claim-Token": str(token)})


def test_a_glance_prolongs_nothing(cast, file):
    claim = held(cast, file)
    glance(cast, file, claim.token)
    assert Claim.objects.get().expires_at == claim.expires_at
