"""Who is handed out to whom by language: an agent with languages on record gets nobody he cannot speak to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collections_app.cases.actions.claims import claim, next_case
from collections_app.cases.models import Case, QueueVersion
from collections_app.people.models import Team, User
from collections_app.people.queries import actor_of_user
from collections_app.people.rules.languages import LANGUAGES, foreign_to
from collections_app.shared import sql
from tests.cases.desk import NOW, agent, later, waiting
from tests.cases.files import holder
from tests.cases.many import many_cases

pytestmark = pytest.mark.django_db


def speaking(language, **more):
    return waiting(of=holder(language=language), **more)


def handed(actor):
    found = next_case(actor=actor, at=NOW)
    return found and found.case_id


@pytest.mark.parametrize(
    ("spoken", "foreign"),
    [
        ([], set()),
        (["zh"], {*LANGUAGES} - {"zh"}),
        (["zh", "yue"], {*LANGUAGES} - {"zh", "yue"}),
        (LANGUAGES, set()),
    ],
)
def test_what_is_foreign_to_whom(spoken, foreign):
    assert set(foreign_to(spoken)) == foreign


@pytest.mark.parametrize(
    ("speaks", "language", "gets"),
    [
        (("zh",), "zh", True),
        (("zh",), "yue", False),
        (("zh", "yue"), "yue", True),
        ((), "yue", True),
        (("zh",), "", True),
        (("zh",), "fr", True),
    ],
)
def test_who_gets_whom(speaks, language, gets):
    """Without a language, and in one that nobody can have on record: everybody."""
    found = speaking(language)
    assert handed(agent(speaks=speaks)) == (found.pk if gets else None)


@pytest.mark.parametrize(
    "stands",
    [{}, {"follow_up_at": later(-1)}, {"team": "FRONT"}, {"team": "FRONT", "follow_up_at": later(-1)}],
)
def test_it_holds_for_due_follow_ups_and_for_what_a_team_was_given(stands):
    team = {"team": Team.objects.get(code=stands["team"])} if "team" in stands else {}
    found = speaking("yue", **{**stands, **team})
    assert handed(agent(speaks=("zh",))) is None
    assert handed(agent(speaks=("yue",))) == found.pk


@pytest.mark.parametrize("stands", [{}, {"follow_up_at": later(-1)}])
def test_what_was_given_by_name_is_his_in_any_language(stands):
    works = agent(speaks=("zh",))
    found = speaking("yue", agent_id=works.user_id, **stands)
    assert handed(works) == found.pk


def test_he_may_still_open_and_claim_it_himself():
    found = speaking("yue")
    assert claim(actor=agent(speaks=("zh",)), case_id=found.pk, at=NOW).case_id == found.pk


def test_many_in_another_language_do_not_hide_one_he_speaks():
    for _ in range(80):
        speaking("yue", past_due="900.00", numbers=0, follow_up_at=later(-9))
    due, plain = speaking("zh", past_due="1.00", follow_up_at=later(-1)), speaking("zh", past_due="1.00")
    assert [handed(agent(speaks=("zh",))), handed(agent(speaks=("zh",)))] == [due.pk, plain.pk]


@pytest.mark.parametrize("stands", [{}, {"follow_up_at": later(-9)}, {"team": "FRONT"}, {"team": "MID"}])
def test_what_is_not_for_him_is_not_read_case_by_case(stands):
    """A large queue in a language he does not speak, or given to others, answers him like an empty one."""
    many_cases(300)
    team = {"team": Team.objects.get(code=stands["team"])} if "team" in stands else {}
    Case.objects.update(**{"language": "yue", **stands, **team})
    assert cases_read_for(agent(speaks=("zh",))) < 20


def test_an_outside_agency_reads_nothing_of_what_nobody_was_given():
    many_cases(300)
    QueueVersion.teams.through.objects.all().delete()
    Team.objects.create(code="agency", name_en="A", name_zh="A", tier="AGENCY")
    assert cases_read_for(agent(team="agency")) < 20


def test_where_few_are_left_of_a_large_queue_the_rest_is_not_read():
    many_cases(300)
    Case.objects.filter(past_due__lte=280).update(last_contact_at=later(-1))
    assert cases_read_for(agent(), some=True) < 40


def cases_read_for(works, *, some=False):
    """How many rows of cases are read to find the next one of an agent, or that there is none."""
    sql.run("ANALYZE cases_case")
    with CaptureQueriesContext(connection) as asked:
        assert (handed(works) is not None) == some
    return sum(cases_read(query["sql"]) for query in asked)


def cases_read(query):
    """How many rows of cases a query looks at."""
    if not query.startswith(("SELECT", "WITH", "--")) or "cases_case" not in query:
        return 0
    nodes = [sql.value(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}")[0]["Plan"]]
    read = 0
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node.get("Relation Name") == "cases_case":
            read += (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return read


def test_a_language_learnt_counts_with_the_next_request():
    found = speaking("yue")
    works = agent(speaks=("zh",))
    assert handed(works) is None
    User.objects.filter(pk=works.user_id).update(spoken_languages=["zh", "yue"])
    assert handed(actor_of_user(User.objects.get(pk=works.user_id), channel="browser")) == found.pk


def test_a_case_in_another_language_is_not_put_to_sleep_for_the_others():
    found = speaking("yue")
    handed(agent(speaks=("zh",)))
    found.refresh_from_db()
    assert found.sleeps_until is None
