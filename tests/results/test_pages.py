"""The pages of results: teams, one's own, the rows behind a figure, files; who sees whose."""

import pytest

from collections_app.events.models import Event
from collections_app.people.rules.roles import ROLES
from collections_app.results.labels import COUNTS
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.accounts.desk import noon
from tests.arrangements.promised import paid, promised
from tests.contacts.desk import open_file
from tests.results.stage import actor, agent, night, spoke, team, works

pytestmark = pytest.mark.django_db

MONTH = "?period=month&day=2025-03-01"


@pytest.fixture(autouse=True)
def day(db, monkeypatch):
    """It is 03-13, before its first contact; the night has kept what was before."""
    monkeypatch.setattr(clock, "now", lambda: noon("03-13"))
    install(business_date=d("03-13"), simulated=False)


@pytest.fixture
def worked(cast):
    """The agent's and the lead's desk; the agent has called, taken a promise and been paid; so has one elsewhere."""
    works(cast.user("agent"), team())
    works(cast.user("lead"), team())
    works(cast.user("quality"), team("t-other"))
    file = open_file(past_due="3000.00", team=team())
    spoke(file, cast.user("agent"), on="03-10")
    spoke(file, cast.user("agent"), "NO_ANSWER", on="03-11")
    promised(file.case, "900.00", "03-12", actor=actor(cast.user("agent")))
    paid(file.case.cardholder.card_accounts.get(), "900.00", "03-11")
    spoke(open_file(), cast.user("quality"), on="03-10")
    night("03-13")
    return file


def rows(cast, role, address="/results/", query=MONTH):
    page = cast.browser(role).get(address + query)
    assert page.status_code == 200
    return [row.name for row in page.context["conduct"]]


def cells(row):
    return {cell.kind + str(place): cell for place, cell in enumerate(row.cells)}


# -- who sees what ---------------------------------------------------------------------------------------------------


def test_each_role_opens_its_pages(cast):
    def opens(address):
        return {role for role in ROLES if cast.browser(role).get(address).status_code == 200}

    assert opens("/results/") == {"lead", "manager", "quality", "compliance"}
    assert opens("/results/mine/") == {"agent", "lead", "manager", "quality"}
    assert opens("/results/scorecard/new/") == {"manager", "compliance"}
    assert cast.nobody.get("/results/").status_code == 302


def test_a_lead_sees_the_own_team_and_a_manager_every_one(cast, worked):
    assert rows(cast, "lead") == ["t-front", "The agent"]
    assert rows(cast, "manager") == ["t-front", "The agent", "t-other", "The quality"]
    assert rows(cast, "manager", query=f"{MONTH}&team={team('t-other').pk}") == ["t-other", "The quality"]


def test_an_agent_sees_themselves_only(cast, worked):
    assert rows(cast, "agent", "/results/mine/") == ["t-front"]
    assert rows(cast, "quality", "/results/mine/") == ["t-other"]
    assert rows(cast, "manager", "/results/mine/") == []


def test_who_has_moved_still_sees_the_days_before(cast, worked):
    lead = cast.user("lead")
    lead.team_assignments.update(valid_to=d("03-12"))
    works(lead, team("t-new"), "2025-03-12")
    spoke(worked, lead, on="03-11")
    night("03-13")
    assert rows(cast, "lead", "/results/mine/") == ["t-front"]


# -- figures ---------------------------------------------------------------------------------------------------------


def test_figures_definitions_and_what_a_rate_is_made_of(cast, worked):
    page = cast.browser("lead").get(f"/results/{MONTH}")
    line = page.context["conduct"][1]
    assert [cell.value for cell in line.cells[:5]] == [2, 1, 1, 0, 1]
    rate = line.cells[10]
    assert (rate.kind, rate.value, rate.title) == ("share", pytest.approx(0.5), "1 / 2")
    money = page.context["money"][1]
    assert (money.currency, money.cells[3].value) == ("CNY", 900)
    text = page.content.decode()
    assert "connects / attempts" in text
    assert "900.00" in text


def test_breaches_lead_to_the_record_of_compliance(cast, worked):
    worked.log(actor(cast.user("agent")))
    night("03-14")
    team_line, line = cast.browser("lead").get(f"/results/{MONTH}").context["conduct"][:2]
    breaches = line.cells[list(COUNTS).index("breaches")]
    assert breaches.value == 1
    assert len(cast.browser("lead").get(breaches.link).context["lines"]) == 1
    assert team_line.cells[list(COUNTS).index("breaches")].link == ""


def test_today_is_counted_live(cast, worked):
    spoke(worked, cast.user("agent"), on="03-13")
    line = cast.browser("lead").get("/results/?period=day&day=2025-03-13").context["conduct"][1]
    assert line.cells[0].value == 1


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("?period=week&day=2025-03-12", ("2025-03-10", "2025-03-16")),
        ("?period=range&first=2025-03-12&last=2025-03-01", ("2025-03-01", "2025-03-12")),
        ("?period=nonsense&day=x", ("2025-03-01", "2025-03-31")),
        ("?period=month&day=0001-01-01", ("2025-03-01", "2025-03-31")),
        ("?period=day&day=9999-12-31", ("2025-03-13", "2025-03-13")),
        ("?period=range&first=2020-01-01&last=2025-03-01", ("2024-03-01", "2025-03-01")),
    ],
)
def test_the_days_of_a_period(cast, query, days):
    page = cast.browser("manager").get(f"/results/{query}")
    assert (page.context["first"].isoformat(), page.context["last"].isoformat()) == days


def test_ones_own_days_in_picture_and_table(cast, worked):
    page = cast.browser("agent").get(f"/results/mine/{MONTH}")
    assert page.context["day_rows"][2:4] == [(d("03-11"), [1, 0, 0, 0]), (d("03-10"), [1, 1, 1, 1])]
    assert 'data-chart="days-option"' in page.content.decode()


def test_every_figure_that_is_a_link_leads_to_as_many_rows(cast, worked):
    page = cast.browser("lead").get(f"/results/{MONTH}")
    linked = [cell for row in page.context["conduct"] for cell in row.cells if cell.link]
    assert linked
    for cell in linked:
        assert len(cast.browser("lead").get(cell.link).context["page"].rows) == cell.value
    payment = page.context["money"][1].cells[3].link
    assert [row.amount for row in cast.browser("lead").get(payment).context["page"].rows] == [900]


def test_what_was_done_without_a_team_leads_to_that_alone(cast, worked):
    somebody = cast.user("agent")
    somebody.team_assignments.update(valid_from=d("2025-03-11"))
    night("03-14")
    spoke(worked, somebody, "NO_ANSWER", on="03-10")
    night("03-15")
    lines = {
        row.team: row for row in cast.browser("manager").get(f"/results/{MONTH}").context["conduct"] if not row.whole
    }
    for row in lines.values():
        attempts = row.cells[list(COUNTS).index("attempts")]
        assert len(cast.browser("manager").get(attempts.link).context["page"].rows) == attempts.value
    assert "No team" in lines


def test_rows_of_somebody_else_are_not_shown(cast, worked):
    other = f"?first=2025-03-01&last=2025-03-31&agent={cast.user('quality').pk}"
    for measure in ("attempts", "promises", "recovered"):
        page = cast.browser("agent").get(f"/results/behind/{measure}/{other}")
        assert page.context["page"].rows == []
    assert cast.browser("agent").get("/results/behind/attempts/").status_code == 404
    for days in ("first=0001-01-01&last=0001-01-31", "first=9999-12-01&last=9999-12-31"):
        assert cast.browser("agent").get(f"/results/behind/attempts/?{days}").status_code == 404
    assert cast.browser("agent").get(f"/results/behind/nothing/{other}").status_code == 404
    assert cast.browser("integration").get(f"/results/behind/attempts/{other}").status_code == 404


def test_tables_as_files(cast, worked):
    for table in ("conduct", "money"):
        mine = cast.browser("agent").get(f"/results/mine/{table}/file/{MONTH}&format=csv")
        assert "t-front" in mine.content.decode()
        file = cast.browser("lead").get(f"/results/{table}/file/{MONTH}&format=csv")
        assert "The agent" in file.content.decode()
        assert cast.browser("agent").get(f"/results/mine/{table}/file/{MONTH}&format=xlsx").status_code == 200
    assert cast.browser("agent").get(f"/results/money/file/{MONTH}").status_code == 403
    assert Event.objects.filter(kind="export.made").count() == 6


def test_the_page_asks_as_often_for_many_agents(cast, worked, django_assert_max_num_queries):
    for name in ("bo", "cy", "di"):
        spoke(worked, agent(name, team()), on="03-10")
    night("03-13")
    browser = cast.browser("lead")
    browser.get(f"/results/{MONTH}")
    with django_assert_max_num_queries(25):
        assert len(browser.get(f"/results/{MONTH}").context["conduct"]) == 5
