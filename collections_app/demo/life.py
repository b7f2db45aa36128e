"""How does one demo account live through the window? Spending, paying, forgetting, returned payments, refunds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from accounts.rules.money import ZERO, to_cents

from .books import Bill, Books, Posting
from .card import Card, Cycle, Window
from .habits import Habit
from .layouts import Row

Value = TypeVar("Value")

BLOCKED_FROM_MISSED = 2
"""A card with two missed minimums buys nothing more."""

IN_GRACE, TOO_LATE, RECORDED_LATE, RETURNED = 0.06, 0.05, 0.015, 0.01
REFUNDED, CASH, TOKEN_PAYMENT, FEE_WAIVED = 0.012, 0.03, 0.2, 0.08
PAYS_EARLY, PAYS_EARLY_WHEN_LATE = 0.45, 0.1

# What is bought, by the largest amount in yuan at which it is still believable.
SHOPS = (
    (Decimal(200), ("超市购物", "餐饮消费", "手机话费", "交通出行", "药店", "水电燃气")),
    (Decimal(1_000), ("网上购物", "超市购物", "餐饮消费", "加油站", "服装鞋帽", "生活缴费")),
    (Decimal("Infinity"), ("家用电器", "旅游酒店", "教育培训", "家具建材", "医院", "手机数码", "汽车服务")),
)
OFFICE = (
    (Decimal(1_000), ("办公用品", "加油站", "差旅交通", "快递物流")),
    (Decimal("Infinity"), ("差旅机票", "差旅酒店", "业务招待", "会议会务", "设备采购", "广告服务")),
)


@dataclass(frozen=True)
class Lived:
    """What an account's life leaves in the bank's files."""

    entries: list[Row]
    statements: list[Row]


class Life:
    """One account being lived; `live` once, then read `entries` and `statements`."""

    def __init__(self, *, card: Card, habit: Habit, window: Window, chance: Random, company: bool):
        self.card, self.habit, self.window, self.chance = card, habit, window, chance
        self.books = Books(card)
        self.cycles = card.cycles(window)
        self._shops = OFFICE if company else SHOPS
        self._entries: list[Row] = []
        self._statements: list[Row] = []
        due = sum(1 for cycle in self.cycles if cycle.effective_due_date <= window.last_day)
        # The habit's last month belongs to the last due date that has passed.
        self._shift = len(habit.missed) - due

    def live(self) -> Lived:
        self._bring_forward()
        for number, cycle in enumerate(self.cycles):
            if number:
                self._pay(number - 1, next_cycle=cycle)
            self._spend(number, cycle)
            if cycle.statement_date > self.window.last_day:
                break
            bill = self.books.close(cycle)
            if self.card.bank_keeps_books:
                self._write_statement(number, bill)
        return Lived(sorted(self._entries, key=lambda row: row["posting_date"]), self._statements)

    # -- spending ------------------------------------------------------------------------------------

    def _bring_forward(self) -> None:
        opening = to_cents(self.card.limit * Decimal(str(self.habit.opening_share)))
        if opening > 0:
            self._book("PURCHASE", opening, self.window.opens, "期初余额")

    def _spend(self, number: int, cycle: Cycle) -> None:
        missed = self._missed(number - 1)
        if missed >= BLOCKED_FROM_MISSED:
            return
        room = self.card.limit * Decimal("0.98") - self.books.balance(cycle.statement_date)
        wish = self.card.limit * Decimal(str(self._of(self.habit.spend_share, number)))
        total = max(min(wish / (1 + 2 * missed), room), ZERO)
        for amount in self._split(total):
            day = self._day(cycle.begins, cycle.statement_date - timedelta(days=1))
            if day <= self.window.last_day:
                self._book("PURCHASE", amount, day, self._shop(amount))
                self._maybe_refund(amount, day)
        self._maybe_cash(cycle, room - total)

    def _split(self, total: Decimal) -> list[Decimal]:
        if total < 20:
            return []
        weights = [self.chance.uniform(0.2, 1.0) for _ in range(self.chance.randint(2, 7))]
        parts = [to_cents(total * Decimal(str(weight / sum(weights)))) for weight in weights]
        return [part for part in parts if part >= 5]

    def _shop(self, amount: Decimal) -> str:
        return self.chance.choice(next(shops for most, shops in self._shops if amount <= most))

    def _maybe_refund(self, amount: Decimal, bought_on: date) -> None:
        if self.chance.random() >= REFUNDED:
            return
        day = bought_on + timedelta(days=self.chance.randint(3, 14))
        if day <= self.window.last_day:
            self._book("REFUND", to_cents(amount * Decimal(self.chance.choice(("0.5", "1")))), day, "商户退款")

    def _maybe_cash(self, cycle: Cycle, room: Decimal) -> None:
        if self.chance.random() >= CASH:
            return
        amount = (min(room, self.card.limit * Decimal("0.2")) * Decimal(str(self.chance.random()))) // 100 * 100
        day = self._day(cycle.begins, cycle.statement_date - timedelta(days=1))
        if amount > 0 and day <= self.window.last_day:
            self._book("CASH_ADVANCE", amount, day, "预借现金")

    # -- paying --------------------------------------------------------------------------------------

    def _pay(self, number: int, *, next_cycle: Cycle) -> None:
        """Pay the bill of cycle `number` as the habit says, then let the bank charge what is late."""
        bill = self.books.bills[-1]
        is_due = bill.cycle.effective_due_date <= self.window.last_day
        early = PAYS_EARLY if self._missed(number) == 0 else PAYS_EARLY_WHEN_LATE
        if is_due or self.chance.random() < early:
            amount = self._amount(number, bill)
            payments = self._payments(amount, self._pay_day(number, bill, next_cycle), next_cycle) if amount > 0 else []
        else:
            payments = []
        fee = self.books.settle(payments)
        if fee and is_due:
            self._charge_late(fee, bill)

    def _amount(self, number: int, bill: Bill) -> Decimal:
        """Whatever leaves exactly the habit's number of newest minimums unpaid, or the whole bill."""
        missed, open_rungs = self._missed(number), self.books.open_rungs()
        if missed == 0 and self._of(self.habit.full, number):
            return bill.balance
        wanted = sum((rung.unpaid for rung in open_rungs[: max(0, len(open_rungs) - missed)]), ZERO)
        if missed == 0:
            share = bill.balance * Decimal(str(self._of(self.habit.pay_share, number)))
            return min(_rounded_up(max(wanted, share)), max(bill.balance, wanted))
        if wanted > 0:
            return _rounded_up(wanted)
        if open_rungs and self.chance.random() < TOKEN_PAYMENT:
            return open_rungs[0].unpaid * Decimal(self.chance.choice(("0.2", "0.4", "0.5"))) // 10 * 10
        return ZERO

    def _pay_day(self, number: int, bill: Bill, next_cycle: Cycle) -> date:
        cycle = bill.cycle
        last = next_cycle.statement_date - timedelta(days=1)
        if self._missed(number) or self._missed(number - 1):
            return self._day(cycle.statement_date + timedelta(days=2), min(cycle.effective_due_date, last))
        luck = self.chance.random()
        if luck < TOO_LATE:
            return min(cycle.effective_due_date + timedelta(days=self.chance.randint(1, 6)), last)
        if luck < TOO_LATE + IN_GRACE:
            return min(cycle.due_date + timedelta(days=self.chance.randint(1, 3)), last)
        length = (cycle.due_date - cycle.statement_date).days
        return cycle.due_date - timedelta(days=min(int(self.chance.expovariate(0.25)), length - 1))

    def _payments(self, amount: Decimal, day: date, next_cycle: Cycle) -> list[Posting]:
        """Book one payment, sometimes recorded days after its value date, sometimes returned and perhaps repeated."""
        last = min(self.window.last_day, next_cycle.statement_date - timedelta(days=1))
        posted = day
        if self.chance.random() < RECORDED_LATE:
            posted = day + timedelta(days=self.chance.randint(1, 5))
        if posted > last:
            return []
        ref = self._book("PAYMENT", amount, posted, "还款", valued_on=day)
        bounced = posted + timedelta(days=self.chance.randint(1, 3))
        if self.chance.random() >= RETURNED or bounced > last:
            return [self.books.postings[-1]]
        self._book("PAYMENT_REVERSAL", amount, bounced, "还款退回", valued_on=day, reverses=ref)
        again = bounced + timedelta(days=self.chance.randint(1, 5))
        if again > last or self.chance.random() < 0.4:
            return []
        self._book("PAYMENT", amount, again, "还款")
        return [self.books.postings[-1]]

    def _charge_late(self, fee: Decimal, bill: Bill) -> None:
        day = bill.cycle.effective_due_date + timedelta(days=1)
        if not self.card.bank_keeps_books:
            self.books.post("LATE_FEE", fee, day)
            return
        if day > self.window.last_day:
            return
        ref = self._book("LATE_FEE", fee, day, "违约金")
        waived_on = day + timedelta(days=self.chance.randint(4, 12))
        if self.chance.random() < FEE_WAIVED and waived_on <= self.window.last_day:
            self._book("WAIVER", fee, waived_on, "违约金减免", reverses=ref, component="LATE_FEE")

    # -- writing -------------------------------------------------------------------------------------

    def _book(
        self,
        kind: str,
        amount: Decimal,
        day: date,
        description: str,
        *,
        valued_on: date | None = None,
        reverses: str = "",
        component: str = "",
    ) -> str:
        ref = f"{self.card.account_no}-{len(self._entries) + 1:04}"
        self.books.post(kind, amount, day, valued_on=valued_on)
        self._write(ref, kind, amount, day, description, valued_on or day, reverses, component)
        return ref

    def _write(
        self, ref: str, kind: str, amount: Decimal, day: date, text: str, value: date, reverses: str, component: str
    ) -> None:
        self._entries.append(
            {
                "account_no": self.card.account_no,
                "source_ref": ref,
                "kind": kind,
                "component": component,
                "amount": to_cents(amount),
                "posting_date": day,
                "value_date": value,
                "reverses_ref": reverses,
                "description": text,
                "recorded_date": day,
            }
        )

    def _write_statement(self, number: int, bill: Bill) -> None:
        if bill.interest > 0:
            day = bill.cycle.statement_date - timedelta(days=1)
            ref = f"{self.card.account_no}-{len(self._entries) + 1:04}"
            self._write(ref, "INTEREST", bill.interest, day, "利息", day, "", "")
        self._statements.append(self.books.statement_row(bill, months_past_due=self._missed(number - 1)))

    # -- small helpers ---------------------------------------------------------------------------------

    def _missed(self, number: int) -> int:
        """Minimums missed once the bill of that cycle is past due; the newest bill keeps the last known habit."""
        return self._of(self.habit.missed, number) if number >= 0 else 0

    def _of(self, values: Sequence[Value], number: int) -> Value:
        return values[max(0, min(number + self._shift, len(values) - 1))]

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randint(0, max(0, (last - first).days)))


def _rounded_up(amount: Decimal) -> Decimal:
    """To the next ten, as people pay: 123.40 is 130."""
    return -(-amount // 10) * 10
