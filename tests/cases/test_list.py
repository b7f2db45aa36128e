"""The list of cases: its page, its REST door, filters, cursor, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import PersonalData
from collections_app.cases.actions.holds import place_hold
from collections_app.cases.models import Claim
from collections_app.people.models import Team
from collections_app.people.rules.roles import ROLES
from collections_app.shared.actor import Actor
from tests.accounts.cards import d
from tests.accounts.desk import noon
from tests.cases import files

pytestmark = pytest.mark.django_db
READERS = {"agent", "lead", "manager", "quality", "compliance", "integration"}


@pytest.fixture
def four(cast):
    """M1 with a dispute; M3 of the agent; a company in M2; a closed one."""
    team = Team.objects.create(code="front-a", name_en="Front A", name_zh="前端一组", tier="FRONT")
    held = files.case(hold_kinds=["DISPUTE"], team=team, past_due="50.00", past_due_since=d("2025-02-01"))
    mine = files.case(bucket=3, agent=cast.user("agent"), follow_up_at=noon("2025-03-11"), past_due="700.00")
    company = files.case(of=files.holder(kind="COMPANY", region="Fujian"), bucket=2, past_due="900.00")
    closed = files.case(bucket=-1, closed_on=d("2025-03-09"), close_reason="CURED", past_due_since=None)
    PersonalData.objects.create(cardholder=mine.cardholder, name="张三丰")
    return held, mine, company, closed


def shown(cast, role="agent", **asked) -> list[int]:
    return [case.pk for case in cast.browser(role).get("/cases/", asked).context["page"].rows]


def told(cast, role="agent", **asked) -> set[int]:
    return {row["id"] for row in cast.api(role).get("/api/v1/cases", asked).json()["results"]}


FILTERS = [
    ({}, [1, 2, 0]),
    ({"bucket": "M3"}, [1]),
    ({"bucket": "M4+"}, []),
    ({"team": "front-a"}, [0]),
    ({"team": "none"}, [1, 2]),
    ({"agent": "me"}, [1]),
    ({"agent": "agent.one"}, [1]),
    ({"agent": "none"}, [2, 0]),
    ({"queue": "none"}, [1, 2, 0]),
    ({"queue": "nowhere"}, []),
    ({"hold": "DISPUTE"}, [0]),
    ({"hold": "any"}, [0]),
    ({"hold": "LEGAL"}, []),
    ({"kind": "COMPANY"}, [2]),
    ({"region": "Fujian"}, [2]),
    ({"q": "张三"}, [1]),
    ({"state": "closed"}, [3]),
    ({"state": "all"}, [1, 2, 0, 3]),
]


@pytest.mark.parametrize(("asked", "places"), FILTERS)
def test_filters_leave_what_they_say_worst_first(cast, four, asked, places):
    expected = [four[place].pk for place in places]
    assert shown(cast, **asked) == expected
    assert told(cast, **asked) == set(expected)


def test_the_page_sorts_by_amount_and_by_days(cast, four):
    held, mine, company, _closed = four
    assert shown(cast, sort="past_due") == [company.pk, mine.pk, held.pk]
    assert shown(cast, sort="days")[0] == held.pk
    assert shown(cast, sort="nonsense", bucket="nonsense", hold="x", state="y") == [mine.pk, company.pk, held.pk]


def test_a_line_says_what_is_owed_since_when_and_whose_it_is(cast, four):
    text = cast.browser("lead").get("/cases/", {"q": "张三丰"}).content.decode()
    for said in ("张三丰", "700.00", "CNY", "M3", "The agent", "11 Mar 2025 12:00", f"/cases/{four[1].pk}/"):
        assert said in text
    assert "Front A" in cast.browser("lead").get("/cases/", {"hold": "DISPUTE"}).content.decode()


def test_text_is_looked_for_as_on_the_search_page(cast, four):
    mine = four[1]
    for typed in (mine.account.account_no, mine.account.card_last4, mine.cardholder.customer_no):
        assert mine.pk in shown(cast, q=typed)
        assert mine.pk in told(cast, q=typed)
    assert told(cast, account_no=mine.account.account_no) == told(cast, customer_no=mine.cardholder.customer_no)
    assert told(cast, account_no="nobody's") == set()


def test_a_full_card_number_is_not_even_looked_for(cast, four):
    assert cast.browser("agent").get("/cases/", {"q": "4111111111111111"}).status_code == 422
    answer = cast.api("agent").get("/api/v1/cases", {"q": "4111111111111111"})
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, ["q"])


def test_rest_refuses_what_it_does_not_understand_by_name(cast, four):
    answer = cast.api("agent").get("/api/v1/cases", {"bucket": "M9", "colour": "red"})
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} <= {"bucket", "colour"}


def test_restricted_files_and_other_agencies_cases_are_not_in_it(cast, four):
    files.case(of=files.holder(restriction="VIP"), bucket=4)
    assert len(shown(cast)) == len(told(cast)) == 3


def test_pages_by_cursor(cast, monkeypatch):
    monkeypatch.setattr("collections_app.cases.views.cases.PAGE", 2)
    cases = [files.case(bucket=bucket).pk for bucket in (4, 3, 2)]
    first = cast.browser("agent").get("/cases/").context["page"]
    assert [case.pk for case in first.rows] == cases[:2]
    assert shown(cast, cursor=first.next) == cases[2:]
    assert cast.browser("agent").get("/cases/", {"cursor": "x"}).status_code == 422


def test_empty_lists_say_what_to_do(cast):
    files.install()
    assert "The night opens a case" in cast.browser("agent").get("/cases/").content.decode()
    assert "No case found" in cast.browser("agent").get("/cases/", {"bucket": "M1"}).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list(cast, four):
    client, rest = cast.browser("agent"), cast.api("agent")
    with_four = _queries(lambda: client.get("/cases/")), _queries(lambda: rest.get("/api/v1/cases"))
    for _ in range(5):
        files.case(team=four[0].team, agent=cast.user("lead"))
    assert with_four == (_queries(lambda: client.get("/cases/")), _queries(lambda: rest.get("/api/v1/cases")))


def _queries(work) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def test_who_may_look(cast, four):
    roles = [*ROLES, "stranger"]
    assert {role for role in roles if cast.browser(role).get("/cases/").status_code == 200} == READERS
    assert {role for role in roles if cast.api(role).get("/api/v1/cases").status_code == 200} == READERS
    address = f"/api/v1/cases/{four[0].pk}"
    assert {role for role in roles if cast.api(role).get(address).status_code == 200} == READERS
    assert cast.nobody.get("/cases/").status_code == 302


# -- one case over REST ---------------------------------------------------------------------------------------------


def test_one_case_with_everything_it_stands_on(cast, four):
    mine = four[1]
    files.account(mine.cardholder, bucket=-1, past_due="0.00", balance="90.00")
    Claim.objects.create(
        case=mine, user=cast.user("agent"), claimed_at=noon("2025-03-10"), expires_at=noon("2099-03-10")
    )
    place_hold(actor=Actor.night(), case_id=mine.pk, kind="LEGAL", reason="suit", at=noon("2025-03-10"))
    answer = cast.api("lead").get(f"/api/v1/cases/{mine.pk}").json()
    assert (answer["as_of"], answer["case"]["bucket"], answer["case"]["name"]) == ("2025-03-10", "M3", "张**")
    case = answer["case"]
    assert (case["agent"], case["team"], case["past_due"]) == ("agent.one", None, "700.00")
    assert [(row["bucket"], row["balance"]) for row in answer["accounts"]] == [("M3", "700.00"), ("CURRENT", "90.00")]
    assert [hold["kind"] for hold in answer["holds"]] == ["LEGAL"]
    assert (answer["claim"]["username"], "token" in answer["claim"]) == ("agent.one", False)
    assert cast.api("lead").get(f"/api/v1/cases/{four[0].pk}").json()["claim"] is None


def test_a_case_out_of_sight_is_a_404(cast):
    hidden = files.case(of=files.holder(restriction="STAFF"))
    assert cast.api("lead").get(f"/api/v1/cases/{hidden.pk}").status_code == 404
    assert cast.api("lead").get("/api/v1/cases/999999").status_code == 404
