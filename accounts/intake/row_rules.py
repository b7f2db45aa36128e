"""What can be wrong with a row beside its single values: one line per rule, in the words of SQL.

`r` is the row with everything it names resolved (`sql/<layout>_resolve.sql`; for TARGETS `sql/entries_targets.sql`),
`known` the account stored under the same number. `%(today)s` is the local date, `%(business_date)s` is NULL until the
first night has run.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A row breaks the rule when `broken` holds; the reject names `column` and `reason` and shows `shows`."""

    column: str
    reason: str
    broken: str
    shows: str = "''"


CARDHOLDERS: tuple[Rule, ...] = (
    Rule("customer_no", "duplicate_in_file", "r.first_line IS NOT NULL", "r.first_line::text"),
    Rule("customer_no", "erased", "r.erased_on IS NOT NULL", "r.customer_no"),
    Rule("kind", "frozen", "r.kind <> r.known_kind", "r.kind"),
    Rule("birth_date", "in_the_future", "r.birth_date > %(today)s::date", "'***'"),
    Rule(
        "registered_province",
        "missing",
        "r.registered_province IS NULL AND COALESCE(r.registered_city, r.registered_address_hash) IS NOT NULL",
    ),
    Rule(
        "home_province",
        "missing",
        "r.home_province IS NULL AND COALESCE(r.home_city, r.home_address_hash) IS NOT NULL",
    ),
    Rule(
        "employer_province",
        "missing",
        "r.employer_province IS NULL AND COALESCE(r.employer_city, r.employer_address_hash) IS NOT NULL",
    ),
    Rule("recorded_date", "in_the_future", "r.recorded_date > %(today)s::date", "r.recorded_date::text"),
)

ACCOUNTS: tuple[Rule, ...] = (
    Rule("account_no", "duplicate_in_file", "r.first_line IS NOT NULL", "r.first_line::text"),
    Rule("customer_no", "unknown_cardholder", "r.cardholder_id IS NULL", "r.customer_no"),
    Rule("product", "unknown_product", "r.product_id IS NULL", "r.product"),
    Rule("due_day", "due_day_and_offset", "(r.due_day IS NULL) = (r.due_offset_days IS NULL)"),
    Rule(
        "due_day",
        "due_reaches_next_statement",
        "r.due_day = r.statement_day OR (r.due_day < r.statement_day AND r.due_day > 27)",
        "r.due_day::text",
    ),
    Rule("opened_on", "in_the_future", "r.opened_on > %(today)s::date", "r.opened_on::text"),
    Rule("first_statement_date", "not_on_calendar", "NOT r.on_calendar", "r.stated_first::text"),
    Rule("first_statement_date", "before_opening", "r.stated_first < r.opened_on", "r.stated_first::text"),
    Rule("status_since", "in_the_future", "r.status_since > %(today)s::date", "r.status_since::text"),
    Rule("recorded_date", "in_the_future", "r.recorded_date > %(today)s::date", "r.recorded_date::text"),
    Rule("customer_no", "frozen", "r.cardholder_id <> known.cardholder_id", "r.customer_no"),
    Rule("product", "frozen", "r.product_id <> known.product_id", "r.product"),
    Rule("currency", "frozen", "r.currency <> known.currency", "r.currency"),
    Rule(
        "statement_day",
        "frozen",
        "r.statement_day <> known.statement_day AND NOT r.has_begun",
        "r.statement_day::text",
    ),
    Rule(
        "statement_day",
        "due_reaches_next_statement",
        "EXISTS (SELECT FROM wanted_calendars w WHERE w.line_no = r.line_no AND w.from_seq IS NULL)",
        "r.statement_day::text",
    ),
    Rule(
        "first_statement_date",
        "frozen",
        "r.first_statement_date <> known.first_statement_date",
        "r.first_statement_date::text",
    ),
    Rule("statements_by", "frozen", "r.statements_by <> known.statements_by", "r.statements_by"),
    Rule("charges_by", "frozen", "r.charges_by <> known.charges_by", "r.charges_by"),
)

STATEMENTS: tuple[Rule, ...] = (
    Rule("statement_date", "duplicate_in_file", "r.first_line IS NOT NULL", "r.first_line::text"),
    Rule("account_no", "unknown_account", "r.card_account_id IS NULL", "r.account_no"),
    Rule("statement_date", "not_on_calendar", "NOT r.on_calendar", "r.statement_date::text"),
    Rule("statement_date", "in_the_future", "r.statement_date > %(today)s::date", "r.statement_date::text"),
    Rule(
        "account_no",
        "kept_by_us",
        "r.statements_by = 'OWN' AND r.known_id IS NULL AND %(business_date)s::date IS NOT NULL",
        "r.account_no",
    ),
    Rule("due_date", "due_before_statement", "r.stated_due_date < r.statement_date", "r.stated_due_date::text"),
    Rule("due_date", "due_reaches_next_statement", "r.due_date >= r.next_statement_date", "r.due_date::text"),
    Rule("minimum_due", "minimum_exceeds_balance", "r.minimum_due > GREATEST(r.balance, 0)", "r.minimum_due::text"),
    Rule("past_due", "past_due_exceeds_minimum", "r.past_due > r.minimum_due", "r.past_due::text"),
    Rule("recorded_date", "in_the_future", "r.recorded_date > %(today)s::date", "r.recorded_date::text"),
    *(
        Rule(column, "conflict", f"r.conflict_column = '{column}'")
        for column in (
            "statement_date",
            "due_date",
            "balance",
            "minimum_due",
            "past_due",
            "interest",
            "fees",
            "months_past_due",
        )
    ),
)

ENTRIES: tuple[Rule, ...] = (
    Rule("source_ref", "duplicate_in_file", "r.first_line IS NOT NULL", "r.first_line::text"),
    Rule("account_no", "unknown_account", "r.card_account_id IS NULL", "r.account_no"),
    Rule("amount", "not_positive", "r.amount = 0", "r.amount::text"),
    Rule("component", "missing", "r.kind = 'WAIVER' AND r.stated_component IS NULL"),
    Rule(
        "component",
        "component_does_not_fit",
        "r.kind NOT IN ('WAIVER', 'CHARGE_REVERSAL') AND r.stated_component <> r.component",
        "r.stated_component",
    ),
    Rule(
        "reverses_ref",
        "missing",
        "r.kind IN ('PAYMENT_REVERSAL', 'CHARGE_REVERSAL', 'WAIVER') AND r.reverses_ref IS NULL",
    ),
    Rule(
        "reverses_ref",
        "unexpected",
        "r.kind NOT IN ('PAYMENT_REVERSAL', 'CHARGE_REVERSAL', 'WAIVER') AND r.reverses_ref IS NOT NULL",
        "r.reverses_ref",
    ),
    Rule("posting_date", "in_the_future", "r.posting_date > %(today)s::date", "r.posting_date::text"),
    Rule("recorded_date", "in_the_future", "r.recorded_date > %(today)s::date", "r.recorded_date::text"),
    Rule(
        "kind",
        "kept_by_us",
        "r.kind IN ('INTEREST', 'LATE_FEE') AND r.charges_by = 'OWN' AND r.known_id IS NULL "
        "AND %(business_date)s::date IS NOT NULL",
        "r.kind",
    ),
    Rule("kind", "conflict", "r.known_kind <> r.kind", "r.kind"),
    Rule("amount", "conflict", "r.known_amount <> r.amount", "abs(r.amount)::text"),
    Rule("posting_date", "conflict", "r.known_posting_date <> r.posting_date", "r.posting_date::text"),
    Rule("value_date", "conflict", "r.known_value_date <> r.stated_value_date", "r.stated_value_date::text"),
    Rule("component", "conflict", "r.known_component <> r.stated_component", "r.stated_component"),
    Rule(
        "reverses_ref",
        "conflict",
        "r.known_id IS NOT NULL AND r.known_reverses_ref IS DISTINCT FROM r.reverses_ref",
        "r.reverses_ref",
    ),
)

TARGETS: tuple[Rule, ...] = (
    Rule("reverses_ref", "unknown_entry", "r.target_kind IS NULL", "r.reverses_ref"),
    Rule(
        "reverses_ref",
        "reversal_target_kind",
        "CASE r.kind WHEN 'PAYMENT_REVERSAL' THEN r.target_kind <> 'PAYMENT' "
        "WHEN 'WAIVER' THEN r.target_kind NOT IN ('INTEREST', 'LATE_FEE', 'OTHER_FEE') "
        "ELSE r.target_kind NOT IN ('PURCHASE', 'CASH_ADVANCE', 'INSTALMENT', 'INTEREST', 'LATE_FEE', 'OTHER_FEE') END",
        "r.target_kind",
    ),
    Rule("reverses_ref", "already_reversed", "r.is_reversed OR (r.kind <> 'WAIVER' AND r.rank > 1)", "r.reverses_ref"),
    Rule("component", "component_does_not_fit", "r.stated_component <> r.target_component", "r.stated_component"),
    Rule("amount", "amount_differs", "r.kind <> 'WAIVER' AND abs(r.amount) <> r.target_amount", "abs(r.amount)::text"),
    Rule(
        "amount",
        "amount_exceeds_charge",
        "r.kind = 'WAIVER' AND r.waived_with_this > r.target_amount",
        "abs(r.amount)::text",
    ),
    Rule(
        "value_date",
        "value_date_differs",
        "r.kind <> 'WAIVER' AND r.stated_value_date <> r.target_value_date",
        "r.stated_value_date::text",
    ),
)
