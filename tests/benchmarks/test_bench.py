"""`python -m benchmarks` on a small portfolio: counts and checksums are right. Never how long it took."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

ACCOUNTS = 3000


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """The figures of one run of all parts, as the command leaves them."""
    state = tmp_path_factory.mktemp("state")
    env = {**os.environ, "FAIRDUE_STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "collections_app.settings_test"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--accounts", str(ACCOUNTS)],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "x floor" in done.stdout
    return json.loads((state / "bench" / "latest.json").read_text(encoding="utf-8"))


def test_every_account_is_copied_and_the_sample_is_honest(figures):
    portfolio = figures["portfolio"]
    archetypes = portfolio["archetypes"]["archetypes"]
    assert portfolio["copies"]["rows"]["accounts_position"] == ACCOUNTS - archetypes
    assert portfolio["proof"]["proved"] == 300
    assert portfolio["proof"]["made_up_of"].keys() >= {"CURRENT", "M1", "M2", "M3", "M4", "M4+"}


def test_two_shards_and_the_floor_leave_what_one_shard_leaves(figures):
    night = figures["night"]
    assert night["one_shard"]["checksum"] == night["two_shards"]["checksum"] == night["floor"]["checksum"]
    assert night["one_shard"]["problems"] == night["two_shards"]["problems"] == 0


def test_the_night_takes_in_the_day_and_closes_a_thirtieth(figures):
    night = figures["night"]
    assert night["entries"] == ACCOUNTS * 4 // 100 + ACCOUNTS * 2 // 100 + 1
    assert ACCOUNTS / 40 < night["two_shards"]["statements"] < ACCOUNTS / 25
    assert night["two_shards"]["replayed"] >= 1


def test_every_row_of_the_bank_files_lands(figures):
    for file in figures["intake"]["files"].values():
        assert (file["status"], file["rows"], file["rejected"]) == ("DONE", ACCOUNTS, 0)


def test_each_page_answers_with_some_queries(figures):
    pages = {page["name"]: page for page in figures["pages"]["pages"]}
    assert len(pages) == len(figures["pages"]["pages"]) > 30
    assert all(0 < page["queries"] < 60 for page in pages.values())
    assert {page["goal_ms"] for page in pages.values()} == {100, 150}


def test_pages_stand_on_two_years_and_sixty_days(figures):
    years, desk = figures["pages"]["stage"]["years"], figures["pages"]["stage"]["desk"]
    assert years["days"] == 730
    assert years["rows"]["accounts_portfoliofigure"] % 730 == years["rows"]["accounts_bucketflow"] % 730 == 0
    assert years["rows"]["accounts_monthend"] % 23 == 0
    # Today is half over, and one call in 997 is not reported yet.
    assert 59 * desk["agents"] * 20 < desk["calls"] < 60 * desk["agents"] * 20


def test_the_desk_hands_out_each_case_once_and_leaves_nobody_waiting(figures):
    desk = figures["desk"]
    assert desk["cases"] == figures["portfolio"]["cases"]["cases"] > ACCOUNTS / 20
    assert figures["portfolio"]["cases"]["again"]["keep_cases"]["rows"] == 0
    assert figures["portfolio"]["cases"]["again"]["route_cases"]["rows"] == 0
    assert desk["next_case"]["handed_out"] > 10
    assert desk["next_case"]["double_claims"] == 0
    assert desk["next_case"]["overtaken"] < 20
    assert desk["reassign"]["cases"] == desk["reassign"]["restored"] > 0
    assert desk["case_page"]["pages"] == 100


def test_every_bulk_payment_lands(figures):
    assert figures["rest"]["rows"] == figures["rest"]["requests"] * 1000 > 0
