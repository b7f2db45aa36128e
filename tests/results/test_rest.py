"""Results over REST: lines of teams and agents; who sees whose."""

import pytest

from collections_app.shared import clock
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.accounts.desk import noon
from tests.contacts.desk import open_file
from tests.results.stage import night, spoke, team, works

pytestmark = pytest.mark.django_db

MARCH = "/api/v1/results?first=2025-03-01&last=2025-03-31"


@pytest.fixture(autouse=True)
def worked(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: noon("03-13"))
    install(business_date=d("03-13"), simulated=False)
    works(cast.user("agent"), team())
    works(cast.user("lead"), team())
    works(cast.user("quality"), team("t-other"))
    for role in ("agent", "quality"):
        spoke(open_file(), cast.user(role), on="03-10")
    night("03-11")


def lines(cast, role, more=""):
    return [(line["team"], line["agent"]) for line in cast.api(role).get(MARCH + more).json()]


def test_lines_of_teams_and_agents(cast):
    front, other = ("t-front", "agent.one"), ("t-other", "quality.one")
    assert lines(cast, "manager") == [("t-front", None), front, ("t-other", None), other]
    assert lines(cast, "lead") == [("t-front", None), front]
    assert lines(cast, "agent") == [front]
    assert lines(cast, "manager", "&agent=agent.one") == [front]
    assert lines(cast, "agent", "&agent=quality.one") == []
    assert lines(cast, "manager", "&team=t-other") == [("t-other", None), other]


def test_a_line_has_counts_rates_and_score(cast):
    line = cast.api("agent").get(MARCH).json()[0]
    assert line["counts"]["rpc"] == 1
    assert (line["rates"]["rpc_rate"], line["rates"]["kept_rate"]) == ("1.000000", None)
    assert {part["name"] for part in line["score_parts"]} == {"compliance", "complaints", "recovery", "productivity"}


def test_what_is_refused(cast):
    api = cast.api("manager")
    assert api.get("/api/v1/results").status_code == 400
    assert api.get(f"{MARCH}&team=nowhere").status_code == 400
    assert api.get("/api/v1/results?first=2025-03-31&last=2025-03-01").status_code == 400
    assert api.get("/api/v1/results?first=0001-01-01&last=0001-01-31").status_code == 400
    assert api.get("/api/v1/results?first=9999-12-01&last=9999-12-31").status_code == 400
    assert cast.api("administrator").get(MARCH).status_code == 403
