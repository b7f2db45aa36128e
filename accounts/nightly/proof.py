"""Proof that both roads agree: accounts of the night played from their facts, compared with what the night left."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Position
from accounts.nightly.facts import AccountFacts, facts_of
from accounts.nightly.fingerprint import Shown, fingerprint
from accounts.nightly.replay import Lines, batches, play
from accounts.queries.policy_lines import policy_lines
from accounts.rules.book import Book
from collections_app.shared import sql

SAMPLE = 25
"""Accounts replayed each night, drawn from those the night changed."""

BALANCE_ROUND = 367
"""Nights in which every balance is held against the ledger once, about a year: a share of the portfolio each night."""

HeldNights = frozenset[date]


@dataclass(frozen=True)
class Disagreement:
    """An account whose replay does not match what the night left."""

    account_id: int
    reason: str


def prove_sample(on: date, *, held: HeldNights) -> list[Disagreement]:
    """Replay a few of tonight's changed accounts; hold balances against the sum of ledger entries.

    Balances of the sample and of tonight's share of the portfolio, so that each account has its turn. The sample
    is drawn by a hash of account and date, so that a repeated night proves the same ones.
    """
    ids = [
        row[0]
        for row in sql.rows(
            "SELECT card_account_id FROM accounts_position WHERE changed_on = %s "
            "ORDER BY md5(card_account_id || %s) LIMIT %s",
            [on, on.isoformat(), SAMPLE],
        )
    ]
    stored = dict(Position.objects.filter(pk__in=ids).values_list("pk", "fingerprint"))
    played = fingerprints(ids, on=on, held=held)
    wrong = [Disagreement(pk, "fingerprint") for pk in ids if stored[pk] != played[pk]]
    return wrong + [Disagreement(pk, "balance") for pk in _wrong_balances(ids, on)]


def _wrong_balances(sample: list[int], on: date) -> list[int]:
    rows = sql.rows(
        """
        WITH held AS MATERIALIZED (
            SELECT card_account_id, balance
            FROM accounts_position
            WHERE card_account_id = ANY(%(sample)s) OR card_account_id %% %(round)s = %(turn)s
        )
        SELECT p.card_account_id
        FROM held p
        LEFT JOIN accounts_ledgerentry e ON e.card_account_id = p.card_account_id AND e.effective_on <= %(on)s
            AND (e.effective_on < %(on)s OR e.recorded_by = 'night')
        GROUP BY p.card_account_id, p.balance
        HAVING coalesce(sum(e.amount), 0) <> p.balance
        """,
        {"on": on, "sample": sample, "round": BALANCE_ROUND, "turn": on.toordinal() % BALANCE_ROUND},
    )
    return [row[0] for row in rows]


def fingerprints(ids: list[int], *, on: date, held: HeldNights, corrected: bool = False) -> dict[int, int]:
    """Fingerprints of these accounts for the night for `on`, from facts alone."""
    lines = policy_lines()
    found: dict[int, int] = {}
    for batch in batches(ids):
        for pk, item in facts_of(batch, night=on).items():
            book = play(item, lines, on=on, decided_through=_decided(on, held), corrected=corrected)
            found[pk] = fingerprint(pk, book, _shown(item, lines, book, held, corrected))
    return found


def recomputed_checksum(on: date, *, held: HeldNights, corrected: bool = False) -> int:
    """The checksum of a past night, every account played from its facts."""
    ids = [row[0] for row in sql.rows("SELECT id FROM accounts_cardaccount WHERE recorded_on < %s ORDER BY id", [on])]
    return sum(
        sum(fingerprints(batch, on=on, held=held, corrected=corrected).values()) for batch in batches(ids, size=2000)
    )


def _decided(on: date, held: HeldNights) -> date:
    while on in held:
        on -= timedelta(days=1)
    return on


def _shown(item: AccountFacts, lines: Lines, book: Book, held: HeldNights, corrected: bool) -> Shown:
    """What the night showed: on held nights nothing worse than the night before (B10)."""
    now = Shown.of(book)
    if book.on not in held:
        return now
    before = book.on - timedelta(days=1)
    earlier = play(item, lines, on=before, decided_through=_decided(before, held), corrected=corrected)
    shown = _shown(item, lines, earlier, held, corrected)
    return shown if now.bucket > shown.bucket else now
