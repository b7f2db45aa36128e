"""Random accounts for property tests: calendars, policies, bookings in and out of order, a bank's statements."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from accounts.rules.calendar import CalendarError, DueOffset, FixedDay, first_statement_after
from accounts.rules.facts import Entry, Facts, Hold, IssuedStatement, Kind, Terms
from accounts.rules.policy import Policy, PolicyLine

START = date(2025, 1, 10)
DAYS = 130
"""Facts fall into [START, START + DAYS)."""

CENTS = st.decimals(min_value="0.01", max_value="4000", places=2)
ROUND = st.sampled_from([Decimal(n) for n in ("10.00", "50.00", "100.00", "500.00", "1000.00", "3000.00")])
AMOUNT = st.one_of(ROUND, CENTS)
DELAY_DAYS = st.sampled_from([0, 0, 0, 0, 0, 1, 2, 7, 30])
STOPS = frozenset({"FRAUD", "DECEASED"})


@st.composite
def policy_lines(draw) -> PolicyLine:
    """One or two versions; the second begins somewhere inside the story."""
    starts = [date(2000, 1, 1)]
    if draw(st.booleans()):
        starts.append(START + timedelta(days=draw(st.integers(20, DAYS - 20))))
    return PolicyLine([draw(_policies(start)) for start in starts])


@st.composite
def _policies(draw, start: date) -> Policy:
    return Policy(
        valid_from=start,
        minimum_ratio=draw(st.sampled_from([Decimal("0.10"), Decimal("0.05")])),
        minimum_floor_amount=draw(st.sampled_from([Decimal("0.00"), Decimal("50.00")])),
        late_fee_bears_interest=draw(st.booleans()),
        daily_interest_rate=draw(st.sampled_from([Decimal("0.000500"), Decimal("0.000350")])),
        grace_days=draw(st.sampled_from([0, 3])),
        overdue_tolerance_amount=draw(st.sampled_from([Decimal("0.00"), Decimal("10.00")])),
        full_payment_tolerance_amount=draw(st.sampled_from([Decimal("0.00"), Decimal("10.00")])),
        max_late_fees=draw(st.sampled_from([None, None, 2])),
        fee_stop_holds=STOPS,
        interest_stop_holds=frozenset({"FRAUD"}),
        cost_ceiling_caps=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def terms(draw) -> Terms:
    statement_day, rule = draw(calendar_days())
    bank = draw(st.sampled_from(["", "", "statements", "charges", "both"]))
    found = Terms(
        statement_day=statement_day,
        due_rule=rule,
        first_statement_date=first_statement_after(START - timedelta(days=1), statement_day),
        credit_limit=draw(st.sampled_from([Decimal("0.00"), Decimal("2000.00"), Decimal("50000.00")])),
        bank_statements=bank in ("statements", "both"),
        bank_charges=bank in ("charges", "both"),
    )
    for known_on in sorted(draw(st.lists(st.integers(0, DAYS), max_size=2))):
        found = _changed(found, draw(calendar_days()), START + timedelta(days=known_on))
    return found


@st.composite
def calendar_days(draw) -> tuple[int, DueOffset | FixedDay]:
    """A statement day with a due rule that fits it."""
    statement_day = draw(st.integers(1, 31))
    days = [day for day in range(1, 32) if day > statement_day or (day < statement_day and day <= 27)]
    return statement_day, draw(st.one_of(st.integers(0, 27).map(DueOffset), st.sampled_from(days).map(FixedDay)))


def _changed(terms_: Terms, days: tuple[int, DueOffset | FixedDay], known_on: date) -> Terms:
    """The terms with another calendar, where the old one lets it in."""
    try:
        change = terms_.calendar.changed(known_on=known_on, statement_day=days[0], due_rule=days[1])
    except CalendarError:
        return terms_
    kept = tuple(earlier for earlier in terms_.calendar_changes if earlier.from_seq < change.from_seq)
    return replace(terms_, calendar_changes=(*kept, change))


@st.composite
def entries(draw, terms_: Terms, ids) -> list[Entry]:
    """Debits and payments, some late; then reversals and waivers of some of them, each of one at most once."""
    kinds = ["PURCHASE"] * 5 + ["PAYMENT"] * 7 + ["CASH_ADVANCE", "INSTALMENT", "OTHER_FEE", "REFUND"]
    if terms_.bank_charges:
        kinds += ["INTEREST", "LATE_FEE"]
    found = [draw(_entry(kind, next(ids))) for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=14))]
    for entry in list(found):
        if draw(st.integers(0, 9)) == 0:
            undone = draw(_undoing(entry, next(ids)))
            found += [undone] if undone else []
    return found


@st.composite
def _entry(draw, kind: str, number: int) -> Entry:
    posting = START + timedelta(days=draw(st.integers(0, DAYS - 1)))
    credit = kind in ("PAYMENT", "REFUND")
    value = posting - timedelta(days=draw(DELAY_DAYS)) if credit else posting
    return Entry(
        id=number,
        kind=Kind(kind),
        amount=draw(AMOUNT) * (-1 if credit else 1),
        posting_date=posting,
        value_date=max(value, START),
        recorded_on=posting + timedelta(days=draw(DELAY_DAYS)),
    )


@st.composite
def _undoing(draw, entry: Entry, number: int) -> Entry | None:
    kind = {Kind.PAYMENT: Kind.PAYMENT_REVERSAL, Kind.OTHER_FEE: Kind.WAIVER, Kind.PURCHASE: Kind.CHARGE_REVERSAL}.get(
        entry.kind
    )
    if kind is None:
        return None
    day = entry.effective_on + timedelta(days=draw(st.integers(0, 40)))
    return Entry(
        id=number,
        kind=kind,
        amount=-entry.amount,
        posting_date=day,
        value_date=day if kind is Kind.WAIVER else entry.value_date,
        recorded_on=day,
        reverses=entry.id,
    )


@st.composite
def bank_statements(draw, terms_: Terms, policies: PolicyLine) -> list[IssuedStatement]:
    """A statement for most cycles, its file some days late now and then."""
    found: list[IssuedStatement] = []
    for seq, day in enumerate(terms_.calendar.statements(), start=1):
        if day > START + timedelta(days=DAYS):
            return found
        if draw(st.integers(0, 7)):
            due = terms_.calendar.due(seq)
            balance = draw(st.one_of(st.just(Decimal("0.00")), AMOUNT))
            found.append(
                IssuedStatement(
                    seq=seq,
                    statement_date=day,
                    due_date=due,
                    effective_due_date=due + timedelta(days=policies.on(day).grace_days),
                    balance=balance,
                    minimum_due=min(draw(AMOUNT), balance),
                    past_due=None,
                    recorded_on=day + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 4, 31]))),
                )
            )
    return found


@st.composite
def holds(draw) -> list[Hold]:
    if draw(st.integers(0, 5)):
        return []
    since = START + timedelta(days=draw(st.integers(0, DAYS - 30)))
    return [
        Hold(
            kind=draw(st.sampled_from(["FRAUD", "DECEASED", "DISPUTE"])),
            since=since,
            until=draw(st.sampled_from([None, since + timedelta(days=20)])),
            recorded_on=since + timedelta(days=draw(st.integers(0, 10))),
            disputed_amount=draw(st.sampled_from([Decimal("0.00"), Decimal("300.00")])),
        )
    ]


@st.composite
def accounts(draw, policies: PolicyLine, ids) -> tuple[Terms, Facts]:
    """Terms and facts of one account following `policies`; `ids` numbers its entries."""
    terms_ = draw(terms())
    statements = draw(bank_statements(terms_, policies)) if terms_.bank_statements else []
    return terms_, Facts(draw(entries(terms_, ids)), statements, draw(holds()))
