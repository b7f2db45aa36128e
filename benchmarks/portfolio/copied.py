"""Which tables are copied for every account, which columns change, and in which order the rows lie."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Copied:
    """`replaced` gives the SQL of columns that differ from the archetype's row `t`, for the copy `c`.

    `archetype` is the column of `t` that names the archetype, `by` the order in which the copies lie.
    """

    table: str
    replaced: dict[str, str]
    by: str = "c.account_id"
    archetype: str = "card_account_id"
    source: str = ""
    where: str = "true"
    left_out: tuple[str, ...] = ("id",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", f"({self.source})" if self.source else self.table)


# By date, then by account, so that copies of a day lie together and need no second look-up.
_DAYS = "- DATE '2026-01-01')::bigint * %(spread)s + c.account_id"
ENTRY_ID = f"(t.day {_DAYS} * 8 + t.place"
STATEMENT_ID = f"(t.statement_date {_DAYS}"
ACCOUNT = {"card_account_id": "c.account_id"}
HOLDER = {"cardholder_id": "c.cardholder_id"}

TABLES = (
    Copied(
        table="accounts_cardholder",
        source=(
            "SELECT h.*, a.id AS archetype "
            "FROM accounts_cardholder h JOIN accounts_cardaccount a ON a.cardholder_id = h.id"
        ),
        archetype="archetype",
        where="c.cardholder_id = c.account_id",
        replaced={
            "id": "c.account_id",
            "customer_no": "'C' || lpad(c.account_id::text, 9, '0')",
            "region": "(%(regions)s::text[])[1 + c.account_id * 7919 %% 31]",
        },
        left_out=(),
    ),
    Copied(
        table="accounts_cardaccount",
        archetype="id",
        replaced={
            "id": "c.account_id",
            **HOLDER,
            "account_no": "'B' || lpad(c.account_id::text, 9, '0')",
            "card_last4": "lpad((c.account_id * 7919 %% 10000)::text, 4, '0')",
        },
        left_out=(),
    ),
    Copied(
        table="accounts_ledgerentry",
        source="SELECT * FROM accounts_ledgerentry e JOIN bench_entry_key k ON k.entry_id = e.id",
        replaced={"id": ENTRY_ID, **ACCOUNT},
        by="1",
        left_out=(),
    ),
    Copied(table="accounts_statement", replaced={"id": STATEMENT_ID, **ACCOUNT}, by="1", left_out=()),
    Copied(table="accounts_slice", replaced={"statement_id": STATEMENT_ID, **ACCOUNT}, by="1"),
    Copied(table="accounts_balancepool", replaced=ACCOUNT),
    # The fingerprint statement works on what one night changed: so it is said of all, until it has run.
    Copied(table="accounts_position", replaced={**ACCOUNT, **HOLDER, "changed_on": "%(built)s::date"}),
    Copied(
        table="accounts_allocation",
        source="SELECT * FROM accounts_allocation a JOIN bench_entry_key k USING (entry_id)",
        replaced={"entry_id": ENTRY_ID, **ACCOUNT},
        by="1",
    ),
    Copied(table="accounts_bucketinterval", replaced=ACCOUNT, by="t.from_date, c.account_id"),
    Copied(
        table="accounts_monthend",
        source="SELECT * FROM accounts_monthend WHERE day = (SELECT max(day) FROM accounts_monthend)",
        replaced=ACCOUNT,
    ),
    Copied(
        table="events_event",
        source="SELECT * FROM events_event WHERE kind = 'bucket.moved'",
        archetype="account_id",
        replaced={"account_id": "c.account_id", **HOLDER},
        by="t.recorded_at, c.account_id",
    ),
)
