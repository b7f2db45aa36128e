"""Every table of the supervisors' pages as CSV and XLSX: who may, what is in them, what is on record afterwards."""

import pytest

from collections_app.cases.actions.claims import claim
from collections_app.contacts.actions import start_contact
from collections_app.events.models import Event
from collections_app.shared import clock, tables
from tests.cases.desk import EVENING, NOW, agent, change, waiting
from tests.contacts.desk import RPC, open_file
from tests.dashboards.figures import business_date, figure, flow

pytestmark = pytest.mark.django_db

# What a table is called on record, and where it is asked for; `&format=` follows.
TABLES = {
    "accounts": "/accounts/?currency=CNY",
    "buckets": "/dashboard/buckets.csv?",
    "breakdown": "/dashboard/breakdown.csv?split=region",
    "accounts-on": "/dashboard/accounts/?bucket=M1",
    "trend": "/dashboard/trend.csv?",
    "flow": "/dashboard/flow.csv?",
    "desks": "/dashboard/desks.csv?",
    "flows-rates": "/dashboard/flows/rates.csv?",
    "flows-chain": "/dashboard/flows/chain.csv?",
    "flows-months": "/dashboard/flows/months.csv?",
    "flow-accounts": "/dashboard/flows/accounts/?from=M1",
    "operation-desks": "/dashboard/operation/desks.csv?",
    "operation-queues": "/dashboard/operation/queues.csv?",
    "operation-people": "/dashboard/operation/people.csv?",
    "operation-rows": "/dashboard/operation/cases/?",
    "workload-days": "/dashboard/workload/days.csv?",
    "workload-desk": "/dashboard/workload/desk.csv?",
    "alerts": "/dashboard/alerts/raised.csv?",
    "alerts-watched": "/dashboard/alerts/watched.csv?",
    "results-conduct": "/results/conduct/file/?",
    "results-money": "/results/money/file/?",
    "results-attempts": "/results/behind/attempts/?first=2025-03-01&last=2025-03-31",
    "results-promises": "/results/behind/promises/?first=2025-03-01&last=2025-03-31",
    "results-recovered": "/results/behind/recovered/?first=2025-03-01&last=2025-03-31",
    "results-days": "/results/mine/?",
    "scorecard": "/results/scorecard/?",
    "cases": "/cases/?bucket=M1",
    "queues": "/queues/?",
    "queue-m1": "/queues/m1/?",
    "promises": "/promises/?show=all",
    "promise-month": "/promises/calendar/?month=2025-03",
    "promise-results": "/promises/results/?group=bucket",
    "promise-policy": "/promises/policy/?",
    "compliance-breaches": "/compliance/?kind=breaches",
    "compliance-refusals": "/compliance/?kind=refusals",
    "compliance-permits": "/compliance/?kind=permits",
    "compliance-overrides": "/compliance/?kind=overrides",
    "compliance-signals": "/compliance/?kind=signals",
    "compliance-consents": "/compliance/?kind=consents",
    "phrases": "/compliance/phrases/?",
    "contact-policies": "/compliance/policies/?",
    "contact-policy-CN_CBA_2026": "/compliance/policies/CN_CBA_2026/?",
    "api-keys": "/integrations/?",
    "webhooks": "/integrations/webhooks/?",
    "webhook-deliveries": "/integrations/deliveries/?",
    "daily-files": "/integrations/files/?",
    "nights": "/operations/?table=nights",
    "night-problems": "/operations/?table=problems",
    "payment-feed": "/operations/?table=feed",
}


@pytest.fixture
def desk(monkeypatch):
    """A working day: figures, a flow, open cases, a contact, an inbound one, a refused one."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for day in ("02-01", "03-01", "03-10"):
        figure(day, "M1", 3, "300.00", "30.00")
    flow("03-01", "01-31", "M1", "M1", 3, "300.00")
    business_date("03-10")
    worker, file = agent(), open_file()
    change(file.case)
    file.log(worker, "RPC_EXCUSE", inbound=True, number="13800138000", reason="ILLNESS", **RPC)
    return file


@pytest.mark.parametrize("what", TABLES)
def test_every_table_is_had_both_ways_and_each_time_on_record(cast, desk, what):
    browser = cast.browser("manager")
    csv = browser.get(f"{TABLES[what]}&format=csv")
    xlsx = browser.get(f"{TABLES[what]}&format=xlsx")
    assert (csv.status_code, xlsx.status_code) == (200, 200)
    assert csv.content.startswith(tables.BOM.encode())
    assert xlsx.content.startswith(b"PK")
    assert [event.data["what"] for event in Event.objects.filter(kind="export.made")] == [what, what]


def test_a_file_counts_its_rows_and_names_nobody(cast, desk):
    text = cast.browser("lead").get("/cases/?q=13800138000&bucket=M1&format=csv").content.decode()
    noted = Event.objects.get(kind="export.made").data
    assert noted["filters"]["bucket"] == "M1"
    assert "13800138000" not in str(noted)
    assert text.count("\n") == noted["rows"] + 1


def test_whole_lists_are_for_who_answers_for_others(cast, desk):
    for address in ("/cases/?format=csv", "/promises/?show=all&format=csv", "/accounts/?currency=CNY&format=csv"):
        assert cast.browser("lead").get(address)["Content-Type"].startswith("text/csv")
        assert cast.browser("agent").get(address)["Content-Type"].startswith("text/html")
    for address in ("/cases/", "/accounts/"):
        assert "CSV" not in cast.browser("agent").get(address).content.decode()


def test_numbers_are_masked_as_on_the_page(cast, desk):
    worker = agent()
    claim(actor=worker, case_id=desk.case.pk, at=EVENING)
    refused = start_contact(actor=worker, case_id=desk.case.pk, contact_point_id=desk.point.pk, at=EVENING)
    lines = cast.browser("compliance").get("/compliance/?kind=refusals&format=csv").content.decode().splitlines()
    assert lines[0].endswith("asked_at,customer_no,case,number,channel,rule,allowed_again_at,who")
    assert f",{refused.masked},PHONE,window," in lines[1]


def test_a_list_too_long_is_refused_not_cut(cast, desk, monkeypatch):
    waiting(), waiting()
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    answer = cast.browser("lead").get("/cases/?format=csv")
    assert answer.status_code == 422
    assert "Narrow the list" in answer.content.decode()
    assert not Event.objects.filter(kind="export.made").exists()
