"""Bucket history as intervals that know when they were known: a correction closes one and says another."""

from collections.abc import Iterator, Sequence
from datetime import date

from accounts.models import BucketInterval
from accounts.nightly.shard import Shard
from accounts.rules.book import Book, Interval
from collections_app.shared import sql

Span = tuple[date, date | None, int, int | None]
"""[from, to), bucket, anchor; `to` is None while it lasts."""


def correct_history(books: Sequence[tuple[int, Book]], shard: Shard) -> None:
    """Close what was said of these accounts and is now known to be otherwise; say anew what is. `books`: by account."""
    stored: dict[int, list[BucketInterval]] = {account: [] for account, _book in books}
    for row in BucketInterval.objects.filter(card_account_id__in=stored, known_to=None).order_by("from_date", "id"):
        stored[row.card_account_id].append(row)
    closed: list[int] = []
    ended: list[int] = []
    said: list[list[object]] = []
    for account, book in books:
        rows = stored[account]
        wanted = list(_spans(book.intervals, since=rows[0].from_date if rows else date.min))
        for row in rows:
            if (span := _span(row)) in wanted:
                wanted.remove(span)
            elif (ending := _ending(span, wanted, on=shard.on)) is not None:
                ended.append(row.pk)
                wanted.remove(ending)
            else:
                closed.append(row.pk)
        said += [[account, *span, shard.on] for span in wanted]
    sql.run("UPDATE accounts_bucketinterval SET known_to = %s WHERE id = ANY(%s)", [shard.on, closed])
    sql.run("UPDATE accounts_bucketinterval SET to_date = %s WHERE id = ANY(%s)", [shard.on, ended])
    sql.copy_in(
        "accounts_bucketinterval",
        ["card_account_id", "from_date", "to_date", "bucket", "anchor_seq", "known_from"],
        said,
    )


def _span(row: BucketInterval) -> Span:
    return row.from_date, row.to_date, row.bucket, row.anchor_seq


def _ending(span: Span, wanted: list[Span], *, on: date) -> Span | None:
    """The wanted span that says of a lasting one only that it ends tonight: no correction, it was true until now."""
    begun, ended, *rest = span
    return next((w for w in wanted if ended is None and w == (begun, on, *rest)), None)


def _spans(intervals: list[Interval], *, since: date) -> Iterator[Span]:
    """[from, to) of each interval, cut off before `since`."""
    ends = [interval.from_date for interval in intervals[1:]] + [None]
    for interval, end in zip(intervals, ends, strict=True):
        if end is None or end > since:
            yield max(interval.from_date, since), end, int(interval.bucket), interval.anchor_seq
