"""What an outside agency's people see of the record of compliance: their own desk's, and nobody else's."""

import pytest

from collections_app.cases.queries import visible_cases
from collections_app.compliance.actions.breaches import record_breach
from collections_app.compliance.actions.consents import give_consent
from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.actions.stops import signal_stop
from collections_app.people.models import Team, TeamAssignment
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from tests.cases.files import case
from tests.compliance.debtors import MORNING, debtor, local

pytestmark = pytest.mark.django_db
LISTS = ["breaches", "refusals", "permits", "overrides", "signals", "consents"]
REST = ["breaches", "contact-refusals", "permits", "overrides", "stop-signals", "consents"]


def on_record(cast, phone, contact_id):
    """Somebody with a row in every list."""
    someone = debtor(phone)
    pk, agent = someone.holder.pk, cast.actor("agent")
    someone.permit(actor=agent)
    someone.refusal(local("2026-03-10 23:00"), actor=agent)
    record_breach(
        actor=agent,
        contact_id=contact_id,
        context=someone.context,
        contact_point_id=someone.point.pk,
        channel="PHONE",
        purpose="COLLECT",
        cause="NO_PERMIT",
        at=local("2026-03-10 22:30"),
    )
    signal_stop(actor=agent, cardholder_id=pk, kind="CEASE", at=MORNING)
    give_consent(actor=agent, cardholder_id=pk, kind="CALL", at=MORNING)
    manager = cast.actor("manager")
    grant_override(actor=manager, cardholder_id=pk, rule="no_agent_call_in_m0", reason="asked for it", at=MORNING)
    return someone.holder


@pytest.fixture
def agency():
    return Team.objects.create(code="agency", name_en="A", name_zh="A", tier="AGENCY")


@pytest.fixture
def given(cast, agency):
    """Two people on record; the agency was given the case of the first."""
    theirs, other = on_record(cast, "13800130001", 1), on_record(cast, "13800130002", 2)
    case(of=theirs, team=agency), case(of=other)
    return theirs, other


def work_in(cast, role, team):
    TeamAssignment.objects.create(user=cast.user(role), team=team, valid_from="2000-01-01", reason="HOME")


@pytest.mark.parametrize(("kind", "address"), list(zip(LISTS, REST, strict=True)))
def test_an_agencys_lead_finds_his_own_desks_rows(cast, agency, given, kind, address):
    theirs, _other = given
    work_in(cast, "lead", agency)
    assert [row.cardholder for row in visible_cases(cast.actor("lead"))] == [theirs]
    (line,) = cast.browser("lead").get(f"/compliance/?kind={kind}").context["lines"]
    assert line["row"].cardholder == theirs
    (row,) = cast.api("lead").get(f"/api/v1/{address}").json()["results"]
    assert row["customer_no"] == theirs.customer_no


@pytest.mark.parametrize(("kind", "address"), list(zip(LISTS, REST, strict=True)))
def test_a_lead_of_the_house_finds_all(cast, given, kind, address):
    work_in(cast, "lead", Team.objects.get(code="FRONT"))
    assert len(cast.browser("lead").get(f"/compliance/?kind={kind}").context["lines"]) == 2
    assert len(cast.api("lead").get(f"/api/v1/{address}").json()["results"]) == 2


def test_the_figures_count_what_the_lists_show(cast, agency, given, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: local("2026-03-10 23:30"))
    work_in(cast, "lead", agency)
    figures = cast.browser("lead").get("/compliance/").context["figures"]
    assert (figures.permits, figures.refusals, figures.open_breaches, figures.overrides, figures.unreported) == (
        1,
        1,
        1,
        1,
        1,
    )


def test_what_is_out_of_sight_is_not_acted_on(cast, agency, given):
    theirs, other = given
    work_in(cast, "agent", agency)
    agent = cast.actor("agent")
    assert give_consent(actor=agent, cardholder_id=theirs.pk, kind="CALL", at=MORNING)
    with pytest.raises(Refused) as refused:
        signal_stop(actor=agent, cardholder_id=other.pk, kind="ATTORNEY", at=MORNING)
    assert refused.value.code == "not_found"
    body = {"customer_no": other.customer_no, "kind": "ATTORNEY"}
    answer = cast.api("agent").post("/api/v1/stop-signals", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "customer_no")
