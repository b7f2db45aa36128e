"""One account per habit and statement day, aged by real nights: what all others are copies of."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.management import call_command

from accounts.models import CardAccount, Cardholder, Installation, LedgerEntry, PolicyProfile, Product, ProductPolicy
from accounts.rules.facts import DEBIT_COMPONENTS, Kind
from benchmarks.portfolio.habits import HABITS, STATEMENT_DAYS, Cycles, Habit
from collections_app.nightly.actions import run_nights
from collections_app.shared import sql
from collections_app.shared.actor import Actor

FIRST_NIGHT = date(2026, 3, 5)
BUILT_THROUGH = date(2026, 9, 15)
"""The last night of the portfolio; what is recorded on that day is for the measured night, the next one."""

OPENED = date(2025, 1, 1)
PRODUCT = "BENCH"
# fmt: off
REGIONS = [
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省",
    "黑龙江省", "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省",
    "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省",
    "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省",
    "青海省", "宁夏回族自治区", "新疆维吾尔自治区",
]
# fmt: on


def prepare() -> dict[str, Any]:
    """Tables, the installation and one product in a fresh database."""
    call_command("migrate", verbosity=0)
    Installation.objects.create(pk=1, name="Benchmark", simulated=True)
    product = Product.objects.create(code=PRODUCT, name_en="Benchmark card", name_zh="基准卡")
    profile = PolicyProfile.objects.get(code="CN_CBA_2026")
    ProductPolicy.objects.create(product=product, profile=profile, valid_from=date(2000, 1, 1))
    return {}


def make() -> dict[str, Any]:
    """Make the archetypes, run every night up to `BUILT_THROUGH`, and note which account stands for which slot."""
    # A crash would only cost a repetition.
    sql.run("SET synchronous_commit = off")
    product = Product.objects.get(code=PRODUCT)
    sql.run("CREATE TABLE bench_slot (day int, slot int, archetype_id bigint)")
    low = 0
    for habit in HABITS:
        accounts = [_account(habit, day, product) for day in range(1, STATEMENT_DAYS + 1)]
        for account in accounts:
            LedgerEntry.objects.bulk_create(_bookings(habit, account))
        slots = ((a.statement_day, slot, a.pk) for a in accounts for slot in range(low, low + habit.share))
        sql.copy_in("bench_slot", ["day", "slot", "archetype_id"], slots)
        low += habit.share
    nights = run_nights(actor=Actor.command("benchmarks"), first=FIRST_NIGHT, until=BUILT_THROUGH)
    return {"archetypes": len(HABITS) * STATEMENT_DAYS, "nights": nights}


def _account(habit: Habit, day: int, product: Product) -> CardAccount:
    holder = Cardholder.objects.create(
        customer_no=f"K{day}-{habit.name}"[:40], kind="PERSON", region=REGIONS[day % len(REGIONS)], recorded_on=OPENED
    )
    return CardAccount.objects.create(
        account_no=f"K{day}-{habit.name}"[:40],
        cardholder=holder,
        product=product,
        currency="CNY",
        opened_on=OPENED,
        statement_day=day,
        due_rule="OFFSET",
        due_offset_days=habit.due_days,
        first_statement_date=Cycles(day, through=date(2025, 2, 28)).back(0),
        credit_limit=Decimal("50000.00"),
        statements_by="OWN",
        charges_by="OWN",
        recorded_on=OPENED,
    )


def _bookings(habit: Habit, account: CardAccount) -> Iterator[LedgerEntry]:
    """What the account books up to the day before the last night."""
    for place, (kind, on, amount) in enumerate(habit.life(Cycles(account.statement_day, through=BUILT_THROUGH))):
        if on > BUILT_THROUGH - timedelta(days=1):
            continue
        yield LedgerEntry(
            card_account=account,
            kind=kind,
            component=DEBIT_COMPONENTS.get(Kind(kind), ""),
            amount=-amount if kind == "PAYMENT" else amount,
            posting_date=on,
            value_date=on,
            recorded_on=on,
            recorded_by="benchmarks",
            source_ref=f"K{place}",
        )
