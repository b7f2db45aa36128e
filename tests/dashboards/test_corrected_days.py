"""A past day as corrected since is computed once, by a worker; page and REST say how far it is."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from kombu.exceptions import OperationalError

from accounts.models import CorrectedFigure, CorrectedFlow, CorrectedTrend, Installation
from collections_app.dashboards import tasks
from collections_app.dashboards.actions import ask_corrected, compute_corrected
from collections_app.dashboards.models import CorrectedDay
from collections_app.events.models import Event
from collections_app.shared import clock, sql
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from tests.accounts.cards import d
from tests.dashboards.figures import business_date, figure, product

DAY = d("03-16")
PAGE = "/dashboard/?day=2025-03-16&as=corrected"
REST = "/api/v1/portfolio/corrected-figures?day=2025-03-16"
NIGHT = Actor.night()


@pytest.fixture
def days(db):
    """Two days with figures and no account: what is computed is nothing, at once."""
    for day in ("03-16", "03-17"):
        figure(day, "M1", 3, "300.00")
    business_date("03-17")


@pytest.fixture
def no_broker(monkeypatch):
    def down(*_words, **_more):
        raise OperationalError

    monkeypatch.setattr(tasks.compute_corrected, "apply_async", down)


def when_figures_are_written(does):
    """The database does this as soon as a computation writes, even if it writes no row."""
    sql.run(f"CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NULL; END $$")
    sql.run(
        "CREATE TRIGGER meanwhile BEFORE INSERT ON accounts_correctedfigure "
        "FOR EACH STATEMENT EXECUTE FUNCTION meanwhile()"
    )


@pytest.fixture
def broken(days):
    when_figures_are_written("RAISE EXCEPTION 'the disk is full'")


def mend():
    sql.run("DROP TRIGGER meanwhile ON accounts_correctedfigure")


def state():
    return CorrectedDay.objects.get(pk=DAY)


def asked(again=False):
    return ask_corrected(actor=NIGHT, day=DAY, again=again, at=clock.now())


def computed():
    compute_corrected(actor=NIGHT, day=DAY, at=clock.now())
    return state()


def kinds():
    return list(Event.objects.filter(kind__startswith="corrected_day.").order_by("id").values_list("kind", flat=True))


def test_however_many_ask_one_worker_is_needed(days, cast):
    first, needed = ask_corrected(actor=cast.actor("lead"), day=DAY, at=clock.now())
    assert (first.status, needed) == ("ASKED", True)
    assert asked()[1] is False
    assert computed().status == "DONE"
    assert asked()[1] is asked(again=True)[1] is False
    assert state().asked_by == cast.actor("lead").label
    assert kinds() == ["corrected_day.asked", "corrected_day.computed"]


def test_another_night_makes_it_old(days):
    asked(), computed()
    figure("03-18", "M1", 3, "300.00")
    business_date("03-18")
    assert asked()[1] is True
    assert computed().known_on == d("03-18")


def test_a_day_without_figures_is_refused(days, cast):
    for day in (d("03-15"), d("03-18")):
        with pytest.raises(Refused, match="no figures"):
            ask_corrected(actor=NIGHT, day=day, at=clock.now())
    with pytest.raises(Refused) as refused:
        ask_corrected(actor=cast.actor("stranger"), day=DAY, at=clock.now())
    assert refused.value.code == "forbidden"


def test_nothing_is_computed_that_nobody_asked_for(days):
    compute_corrected(actor=NIGHT, day=DAY, at=clock.now())
    assert not CorrectedDay.objects.exists()


def test_while_a_night_is_unfinished_a_day_waits(days):
    asked()
    Installation.objects.update(night_begun=d("03-18"))
    assert computed().status == "ASKED"
    Installation.objects.update(business_date=d("03-18"))
    assert tasks.compute_days_left() == 1
    assert (state().status, state().known_on) == ("DONE", d("03-18"))
    assert tasks.compute_days_left() == 0


def test_a_night_that_begins_meanwhile_leaves_nothing_behind(days):
    when_figures_are_written("UPDATE accounts_installation SET night_begun = DATE '2025-03-18'")
    asked()
    assert computed().status == "ASKED"
    assert state().began_at is None
    assert not CorrectedFigure.objects.exists()


def test_one_that_failed_says_why_and_is_repeated_only_when_asked(broken):
    asked()
    assert computed().status == "FAILED"
    assert "the disk is full" in state().failure
    assert asked()[1] is False
    mend()
    assert asked(again=True)[1] is True
    assert computed().status == "DONE"
    assert state().failure == ""
    assert kinds() == [f"corrected_day.{what}" for what in ("asked", "failed", "asked", "computed")]


def test_the_page_answers_at_once_and_follows_the_worker(days, no_broker, cast):
    browser = cast.browser("lead")
    text = browser.get(PAGE).content.decode()
    assert "was asked for as corrected since" in text
    assert text.count("as known then, not corrected yet") == 3
    assert "flow.csv" not in text
    assert 'hx-get="/dashboard/corrected/2025-03-16/"' in text
    assert browser.get(PAGE).context["corrected"] is None
    CorrectedDay.objects.update(status="RUNNING", began_at=clock.now())
    running = browser.get("/dashboard/corrected/2025-03-16/")
    assert "is being computed as corrected since; it began at" in running.content.decode()
    assert "HX-Refresh" not in running
    computed()
    assert browser.get("/dashboard/corrected/2025-03-16/")["HX-Refresh"] == "true"
    done = browser.get(PAGE)
    assert "corrected-state" not in done.content.decode()
    assert browser.get("/dashboard/corrected/2025-03-17/").status_code == 404
    assert browser.get("/dashboard/corrected/yesterday/").status_code == 404


def test_until_it_is_computed_anew_the_page_shows_what_an_earlier_night_knew(days, no_broker, cast):
    CorrectedFigure.objects.create(
        day=DAY, known_on=d("03-16"), computed_at=clock.now() - timedelta(days=1), bucket=1, currency="CNY",
        product_id=sql.value("SELECT id FROM accounts_product"), accounts=2, balance="200.00",
    )  # fmt: skip
    page = cast.browser("lead").get(PAGE)
    assert "with what the night for 16 Mar 2025 knew" in page.content.decode()
    assert page.context["asked"].under_way
    assert page.context["corrected_lines"][-1]["now"].accounts == 2


@pytest.mark.parametrize("regions", [1, 20])
def test_the_page_asks_a_fixed_number_of_queries(days, cast, regions, django_assert_num_queries):
    asked(), computed()
    here = {"day": DAY, "known_on": d("03-17"), "computed_at": clock.now(), "currency": "CNY", "product": product()}
    for region in (f"r{number}" for number in range(regions)):
        CorrectedFigure.objects.create(**here, region=region, bucket=1, accounts=1, balance="1.00")
        CorrectedFlow.objects.create(
            **here, region=region, since=d("01-31"), until=d("03-01"), from_bucket=1, to_bucket=2, accounts=1,
            balance="1.00",
        )  # fmt: skip
        CorrectedTrend.objects.create(
            **here, region=region, first_day=DAY, bucket=1, accounts=[1], balance=["1.00"]
        )  # fmt: skip
    browser = cast.browser("lead")
    browser.get(PAGE)
    with django_assert_num_queries(18):
        page = browser.get(PAGE)
    assert page.context["trend_rows"][0]["figures"][-1] == page.context["moves"][0]["row"].accounts == regions


def test_the_page_says_why_it_failed_and_computes_again(broken, cast):
    browser = cast.browser("lead")
    text = browser.get(PAGE).content.decode()
    assert "could not be computed" in text
    assert "the disk is full" in text
    mend()
    answer = browser.post("/dashboard/corrected/2025-03-16/again/", {"next": PAGE})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert state().status == "DONE"


def test_rest_answers_202_until_it_is_computed(days, no_broker, cast):
    client = cast.api("integration")
    answer = client.get(REST)
    assert (answer.status_code, answer["Location"], answer["Retry-After"]) == (202, REST, "2")
    assert answer.json()["status"] == "ASKED"
    assert client.get(REST).status_code == 202
    computed()
    assert client.get(REST).json()["results"] == []
    listed = client.get("/api/v1/portfolio/corrected-days?status=DONE").json()["results"]
    assert [(one["day"], one["status"]) for one in listed] == [("2025-03-16", "DONE")]


def test_rest_says_why_it_failed_and_computes_again(broken, cast):
    client = cast.api("integration")
    client.get(REST)
    answer = client.get(REST)
    assert (answer.status_code, answer.json()["code"]) == (422, "computation_failed")
    assert "the disk is full" in answer.json()["detail"]
    mend()
    again = client.post("/api/v1/portfolio/corrected-days", {"day": "2025-03-16"}, format="json")
    assert (again.status_code, again.json()["status"]) == (202, "DONE")
    assert client.get(REST).status_code == 200
    assert client.post("/api/v1/portfolio/corrected-days", {"day": "2030-01-01"}, format="json").status_code == 404
    assert cast.api("stranger").get("/api/v1/portfolio/corrected-days").status_code == 403


def test_what_nobody_asks_for_any_more_is_forgotten(days):
    """A week after it was asked for, and only once a night has run since; what is shown today stays."""
    other = d("03-17")
    asked(), computed()
    ask_corrected(actor=NIGHT, day=other, at=clock.now()), compute_corrected(actor=NIGHT, day=other, at=clock.now())
    for day in (DAY, other):
        here = {"day": day, "known_on": other, "computed_at": clock.now(), "currency": "CNY", "product": product()}
        CorrectedFigure.objects.create(**here, bucket=1, accounts=1, balance="1.00")
        CorrectedFlow.objects.create(
            **here, since=d("02-28"), until=day, from_bucket=1, to_bucket=2, accounts=1, balance="1.00"
        )
        CorrectedTrend.objects.create(**here, first_day=DAY, bucket=1, accounts=[1], balance=["1.00"])
    CorrectedDay.objects.filter(pk=DAY).update(asked_at=clock.now() - timedelta(days=8))
    assert tasks.forget_old_days() == 0
    business_date("03-18")
    assert tasks.forget_old_days() == 1
    for kept in (CorrectedDay, CorrectedFigure, CorrectedFlow, CorrectedTrend):
        assert list(kept.objects.values_list("day", flat=True)) == [other]
    CorrectedDay.objects.update(status="RUNNING", finished_at=None, asked_at=clock.now() - timedelta(days=8))
    assert tasks.forget_old_days() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_need_one_worker():
    figure("03-16", "M1", 3, "300.00")
    business_date("03-16")
    together, found = Barrier(2), []

    def ask():
        together.wait()
        try:
            found.append(asked()[1])
        finally:
            connection.close()

    askers = [Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert sorted(found) == [False, True]
    assert kinds() == ["corrected_day.asked"]
