"""What a request starts besides its own transaction: a worker that reads what the request wrote."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Work = Callable[[], object]

_later: ContextVar[list[Work] | None] = ContextVar("idempotency_later", default=None)


@contextmanager
def gathered() -> Iterator[list[Work]]:
    """Collect what is asked of `after_answer` inside, for whoever holds the transaction to run once it is committed."""
    later: list[Work] = []
    token = _later.set(later)
    try:
        yield later
    finally:
        _later.reset(token)


def after_answer(work: Work) -> None:
    """Run `work` now, or, inside a request with an idempotency key, once everything it wrote is committed.

    Example: `after_answer(partial(tasks.start, delivery.pk))`.
    """
    later = _later.get()
    if later is None:
        work()
    else:
        later.append(work)
