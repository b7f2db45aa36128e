"""What became of the accounts of desks and agents from the first morning of a month to the next."""

from decimal import Decimal
from fractions import Fraction

import pytest

from accounts.models import AccountHold
from collections_app.cases.models import Case
from collections_app.results.models import AssignedAccount, AssignedFlow
from collections_app.results.rules.rolls import rolled
from collections_app.shared import clock
from tests.accounts.cards import d
from tests.accounts.database import install
from tests.accounts.desk import noon
from tests.cases.files import DUE, account, case, holder, position
from tests.results.stage import agent, night, team, works

MARCH = "?period=month&day=2025-03-01"
WORKED_EXAMPLE = [
    ("10000.00", 2), ("20000.00", 2), ("5000.00", 1), ("12000.00", 1),
    ("15000.00", -1), ("8000.00", -1), ("6000.00", -1),
]  # fmt: skip
"""domain 5: what seven accounts in M1 owed, and where they stood a month later."""


# -- the rule --------------------------------------------------------------------------------------------------------


def test_the_worked_example():
    flows = [(1, 2, 2, Decimal(30_000)), (1, 1, 2, Decimal(17_000)), (1, -1, 3, Decimal(29_000))]
    (one,) = rolled("CNY", flows)
    assert one.cohort.shown(by_balance=True) == {
        "forward": Decimal("0.3947"), "stay": Decimal("0.2237"), "back": Decimal(0), "cure": Decimal("0.3816")
    }  # fmt: skip
    assert one.cohort.rate("forward", by_balance=False) == Fraction(2, 7)
    assert (one.through, one.reaches) == (Fraction(30, 76), 2)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({2: "0.4", 3: "0.5"}, {2: (Fraction(1, 5), 4), 3: (Fraction(1, 2), 4)}),
        ({1: "0.4", 3: "0.5"}, {1: (Fraction(2, 5), 2), 3: (Fraction(1, 2), 4)}),
        ({0: "0.5", 1: "0.4"}, {0: (None, None), 1: (Fraction(2, 5), 2)}),
        ({4: "0.8", 5: "0"}, {4: (Fraction(4, 5), 5), 5: (None, None)}),
        ({1: "0", 2: "0.5"}, {1: (Fraction(0), 3), 2: (Fraction(1, 2), 3)}),
    ],
)
def test_flow_through_ends_where_the_buckets_of_the_owner_end(held, expected):
    flows = [
        flow
        for bucket, share in held.items()
        for flow in (
            (bucket, bucket + 1, 1, 100 * Decimal(share)),
            (bucket, -1, 1, 100 - 100 * Decimal(share)),
        )
    ]
    assert {one.cohort.bucket: (one.through, one.reaches) for one in rolled("CNY", flows)} == expected


# -- the nights ------------------------------------------------------------------------------------------------------


@pytest.fixture
def day(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: noon("04-02"))
    install(business_date=d("04-02"), simulated=False)


@pytest.fixture
def march(day, cast):
    """The worked example is the agent's on the first of March; what the lead's desk has stays M3."""
    works(cast.user("agent"), team())
    works(cast.user("lead"), team())
    moved = []
    for owed, end in WORKED_EXAMPLE:
        of = holder()
        moved.append((account(of, bucket=1, past_due=owed), owed, end))
        case(of=of, agent=cast.user("agent"))
    of = holder()
    moved.append((account(of, bucket=3, past_due="900.00"), "900.00", 3))
    case(of=of, bucket=3, team=team())
    night("03-01")
    for card, owed, end in moved:
        position(card, bucket=end, past_due=owed, balance=owed, since=DUE, changed_on=d("03-26"))
    night("04-01")
    return [card for card, _owed, _end in moved]


def rolls(cast, role, address="/results/", query=MARCH):
    page = cast.browser(role).get(address + query)
    assert page.status_code == 200
    return page.context["rolls"]


def test_a_month_of_a_desk_and_its_agent(cast, march):
    desk, deeper, alone, nobodys = rolls(cast, "lead")
    assert [(row.name, row.bucket, row.cells[0].value) for row in (desk, deeper, alone, nobodys)] == [
        ("t-front", 1, 7),
        ("t-front", 3, 1),
        ("The agent", 1, 7),
        ("Not assigned to an agent", 3, 1),
    ]
    assert [str(cell.value) for cell in alone.cells[1:6]] == ["76000.00", "0.3947", "0.2237", "0.0000", "0.3816"]
    assert (alone.cells[6].value, alone.cells[6].note) == (pytest.approx(30 / 76), "→ M2")
    assert alone.cells[2].title == "2 of 7 accounts"


def test_the_accounts_stay_with_whom_they_were_on_the_first_morning(cast, march):
    other = agent("other", team("t-other"))
    Case.objects.update(agent=other, team=team("t-other"))
    night("04-01")
    assert {row.team for row in rolls(cast, "manager")} == {"t-front"}
    assert set(AssignedAccount.objects.filter(month=d("04-01")).values_list("user", flat=True)) == {other.pk}


def test_done_twice_nothing_changes(march):
    def everything():
        return [list(model.objects.order_by("month", "pk").values_list(*names)) for model, names in (
            (AssignedFlow, ("month", "user", "from_bucket", "to_bucket", "accounts", "balance")),
            (AssignedAccount, ("month", "card_account", "user", "team", "bucket", "to_bucket")),
        )]  # fmt: skip

    kept = [sorted(rows, key=str) for rows in everything()]
    night("04-01")
    assert [sorted(rows, key=str) for rows in everything()] == kept


def test_a_fraud_case_is_no_rate(cast, march):
    AccountHold.objects.create(
        card_account=march[0], kind="FRAUD", since=d("03-20"), recorded_on=d("03-20"), recorded_by="user:1"
    )
    night("04-01")
    assert [row.cells[0].value for row in rolls(cast, "lead")] == [6, 1, 6, 1]


def test_a_month_that_has_not_closed_says_which_one_did(cast, march):
    page = cast.browser("lead").get("/results/?period=month&day=2025-04-01")
    assert page.context["rolls"] == []
    assert "day=2025-03-01" in page.content.decode()


def test_before_the_first_month_the_page_says_when_there_will_be_figures(cast, day):
    works(cast.user("lead"), team())
    night("03-11")
    case(agent=cast.user("lead"))
    night("03-12")
    text = cast.browser("lead").get(f"/results/{MARCH}").content.decode()
    assert "once a whole month has passed" in text


# -- who sees what, lists, files, REST -------------------------------------------------------------------------------


def test_who_sees_whose(cast, march):
    works(cast.user("quality"), team("t-other"))
    assert {row.name for row in rolls(cast, "agent", "/results/mine/")} == {"t-front"}
    assert [row.bucket for row in rolls(cast, "agent", "/results/mine/")] == [1]
    assert rolls(cast, "quality", "/results/mine/") == []
    assert len(rolls(cast, "manager")) == 4


def test_every_figure_leads_to_as_many_accounts(cast, march):
    """Also where a desk has accounts in a bucket that no agent had beside those that one had."""
    browser = cast.browser("lead")
    AssignedAccount.objects.filter(month=d("03-01"), card_account__in=march[:2]).update(user=None)
    night("04-01")
    assert [row.cells[0].value for row in rolls(cast, "lead")] == [7, 1, 5, 2, 1]
    for row in rolls(cast, "lead"):
        for cell in (row.cells[0], *row.cells[2:6]):
            if not cell.link:
                continue
            page = browser.get(cell.link)
            wanted = cell.value if cell.kind == "count" else int(cell.title.split()[0])
            assert len(page.context["page"].rows) == wanted, (row.name, row.bucket)
    assert browser.get(rolls(cast, "lead")[0].cells[0].link + "&format=csv").content.decode().count("2025-03-01") == 7


def test_a_restricted_file_is_counted_and_not_shown(cast, march):
    holder_of = march[0].cardholder
    holder_of.restriction = "STAFF"
    holder_of.save()
    first = rolls(cast, "lead")[0]
    assert first.cells[0].value == 7
    assert len(cast.browser("lead").get(first.cells[0].link).context["page"].rows) == 6


@pytest.mark.parametrize("query", ["", "&bucket=M9", "&bucket=M1&outcome=lost"])
def test_an_address_that_names_no_figure_is_not_found(cast, march, query):
    address = f"/results/accounts/?first=2025-03-01&last=2025-03-31&currency=CNY{query}"
    assert cast.browser("lead").get(address).status_code == 404


def test_the_table_as_a_file(cast, march):
    lines = cast.browser("lead").get(f"/results/rolls/file/{MARCH}").content.decode().splitlines()
    assert lines[0].startswith("\ufeffteam,agent,currency,bucket,accounts,balance_at_start,forward_by_balance")
    assert lines[3].startswith(
        "t-front,The agent,CNY,M1,7,76000.00,0.3947,0.2237,0.0000,0.3816,0.2857,0.2857,0.0000,0.4286"
    )
    mine = cast.browser("agent").get(f"/results/mine/rolls/file/{MARCH}").content.decode().splitlines()
    assert len(mine) == 2


def test_the_same_over_rest(cast, march):
    days = "first=2025-03-01&last=2025-03-31"
    _whole, line, _nobodys = cast.api("lead").get(f"/api/v1/results?{days}").json()
    (one,) = line["rolls"]
    assert (one["bucket"], one["accounts"], one["by_balance"]["forward"], one["reaches"]) == ("M1", 7, "0.3947", "M2")
    address = f"/api/v1/results/accounts?{days}&bucket=M1&currency=CNY&agent=agent.one&outcome=forward"
    assert [row["to_bucket"] for row in cast.api("lead").get(address).json()["results"]] == ["M2", "M2"]
    assert cast.api("lead").get(f"/api/v1/results/accounts?{days}&currency=CNY").status_code == 400
    nobodys = f"/api/v1/results/accounts?{days}&currency=CNY&team=t-front&unassigned=true"
    assert [len(cast.api("lead").get(f"{nobodys}&bucket={one}").json()["results"]) for one in ("M1", "M3")] == [0, 1]
    assert cast.api("administrator").get(address).status_code == 403
