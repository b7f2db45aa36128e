"""Files for the bank-file door: a product, a cardholder, an account, and a way to deliver CSV text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from accounts.intake.actions import take_in
from accounts.models import Delivery, Installation, PolicyProfile, Product, ProductPolicy, Reject
from collections_app.shared.actor import Actor

NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)

CARDHOLDERS = "customer_no,kind,name\nC1,PERSON,张三\nC2,COMPANY,恒盛贸易有限公司\n"
ACCOUNTS = (
    "account_no,customer_no,product,currency,opened_on,statement_day,due_day,credit_limit,statements_by,charges_by\n"
    "A1,C1,STD,CNY,2025-01-10,5,25,50000,BANK,BANK\n"
    "A2,C2,STD,CNY,2025-01-31,31,20,80000,BANK,BANK\n"
)


@dataclass
class Desk:
    """Where files are delivered; remembers the last delivery."""

    folder: Path
    last: Delivery = field(init=False)

    def deliver(self, content: str | bytes, *, encoding: str = "utf-8", name: str = "file.csv", **options) -> Delivery:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        options = {"actor": Actor.command("intake"), "at": NOON, **options}
        self.last = take_in(path=path, **options)
        return self.last

    def counts(self) -> tuple[int, int, int, int]:
        """New, changed, same, rejected."""
        last = self.last
        return last.rows_new, last.rows_changed, last.rows_same, last.rows_rejected

    def faults(self) -> list[tuple[int, str, str]]:
        """(line, column, reason) of every reject of the last delivery."""
        found = Reject.objects.filter(delivery=self.last).order_by("line_no", "column", "reason")
        return [(reject.line_no, reject.column, reject.reason) for reject in found]


@pytest.fixture
def product(db) -> Product:
    """Product STD under the default policy: grace 3 days."""
    product = Product.objects.create(code="STD", name_en="Standard", name_zh="标准卡")
    profile = PolicyProfile.objects.get(code="CN_CBA_2026")
    ProductPolicy.objects.create(product=product, profile=profile, valid_from=date(2020, 1, 1))
    return product


@pytest.fixture
def desk(product, tmp_path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def open_desk(desk) -> Desk:
    """A desk at which cardholders C1, C2 and accounts A1, A2 have been delivered."""
    desk.deliver(CARDHOLDERS)
    desk.deliver(ACCOUNTS)
    assert desk.counts() == (2, 0, 0, 0)
    return desk


@pytest.fixture
def after_night(db) -> Callable[[date], None]:
    """Say that the night for a day has run."""

    def ran(day: date, *, simulated: bool = False) -> None:
        Installation.objects.update_or_create(pk=1, defaults={"business_date": day, "simulated": simulated})

    return ran
