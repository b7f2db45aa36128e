"""Nights for people who run them: the table, one night, what runs now, what comes next, the payment feed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.functional import Promise

from accounts.models import CardAccount, FeedDay, Installation

from .labels import problem_text
from .models import Night, NightProblem, NightStep
from .steps import LABELS, STEPS

ONE_DAY = timedelta(days=1)
FEED_DAYS_SHOWN = 14
ONCE_A_NIGHT = len(LABELS) - len(STEPS)


@dataclass(frozen=True, kw_only=True)
class NightLine:
    """One night of the table: rows per step in the order of the night, None for a step it has not reached.

    `seconds` adds up the slowest shard of every step: the time it worked, without the hours it lay interrupted.
    """

    night: Night
    rows: list[int | None]
    seconds: Decimal | None
    problems: int


def nights() -> QuerySet[Night]:
    """All nights; order them by `-date`."""
    return Night.objects.all()


def nights_with_problem_count() -> QuerySet[Night]:
    """All nights, each with its `problem_count`; for readers of single rows, the table uses `lines_of`."""
    return Night.objects.annotate(problem_count=Count("problems"))


def lines_of(shown: list[Night]) -> list[NightLine]:
    """The nights with rows and seconds per step and their problems: two queries, however many they are."""
    steps: dict[date, dict[str, tuple[int, Decimal]]] = {}
    worked = NightStep.objects.filter(night__in=shown).values_list("night_id", "step")
    for night_id, step, rows, seconds in worked.annotate(Sum("rows"), Max("seconds")).order_by():
        steps.setdefault(night_id, {})[step] = (rows, seconds)
    problems = dict(
        NightProblem.objects.filter(night__in=shown).values_list("night_id").annotate(Count("pk")).order_by()
    )
    return [_line(night, steps.get(night.date, {}), problems.get(night.date, 0)) for night in shown]


def _line(night: Night, steps: dict[str, tuple[int, Decimal]], problems: int) -> NightLine:
    return NightLine(
        night=night,
        rows=[steps[name][0] if name in steps else None for name in LABELS],
        seconds=sum((seconds for _rows, seconds in steps.values()), Decimal(0)) if steps else None,
        problems=problems,
    )


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step of one night: rows of all shards, and rows and seconds shard by shard (None: not done)."""

    label: str | Promise
    rows: int | None
    seconds: Decimal | None
    shards: list[NightStep | None]
    blank_columns: int


def steps_of(night: Night) -> list[StepLine]:
    """The steps of a night in their order, shards side by side."""
    done = {(step.step, step.shard): step for step in NightStep.objects.filter(night=night)}
    lines = []
    for name, label in LABELS.items():
        shards = [done.get((name, shard)) for shard in range(night.shards if _is_sharded(name) else 1)]
        there = [shard for shard in shards if shard]
        lines.append(
            StepLine(
                label=label,
                rows=sum(shard.rows for shard in there) if there else None,
                seconds=max(shard.seconds for shard in there) if there else None,
                shards=shards,
                blank_columns=2 * (night.shards - len(shards)),
            )
        )
    return lines


def _is_sharded(name: str) -> bool:
    return any(step.name == name for step in STEPS)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A problem with its words and the account it is about."""

    night: date
    step: str | Promise
    account_no: str
    reason: str
    text: str
    detail: str


def problems() -> QuerySet[NightProblem]:
    """Problems of all nights; order them by `-id`."""
    return NightProblem.objects.all()


def described(found: list[NightProblem]) -> list[Problem]:
    """Problems in words, with account numbers: one query for all of them."""
    ids = {problem.account_id for problem in found if problem.account_id}
    numbers = dict(CardAccount.objects.filter(pk__in=ids).values_list("pk", "account_no")) if ids else {}
    return [
        Problem(
            night=problem.night_id,
            step=LABELS.get(problem.step, problem.step),
            account_no=numbers.get(problem.account_id, "") if problem.account_id else "",
            reason=problem.reason,
            text=problem_text(problem.reason),
            detail=problem.detail,
        )
        for problem in found
    ]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A night that is not finished: the step it is at, and how much of it is done.

    `running` says that somebody works on it now; otherwise it was interrupted or has failed and waits to be resumed.
    """

    night: Night
    step: str | Promise
    done: int
    steps: int
    running: bool


def unfinished(*, running: bool) -> Progress | None:
    """The night that is running, interrupted or failed; None when all nights are done."""
    night = Night.objects.exclude(status=Night.Status.DONE).order_by("date").first()
    if night is None:
        return None
    done = dict(NightStep.objects.filter(night=night).values_list("step").annotate(Count("pk")).order_by())
    waiting = [name for name in LABELS if done.get(name, 0) < (night.shards if _is_sharded(name) else 1)]
    return Progress(
        night=night,
        step=LABELS[waiting[0]] if waiting else "",
        done=sum(done.values()),
        steps=len(STEPS) * night.shards + ONCE_A_NIGHT,
        running=running,
    )


@dataclass(frozen=True, kw_only=True)
class Coming:
    """The next night, and how many are missing up to today; `next` is None before the first night.

    In a simulated installation there is no today: the next night may always run.
    """

    next: date | None
    missing: int
    may_run: bool


def coming(here: Installation | None, *, today: date) -> Coming:
    """What a person may start now. Example: business date 3 March, today 5 March: next is 4 March, 2 are missing."""
    if here is None or here.business_date is None:
        started = Night.objects.order_by("date").values_list("date", flat=True).first()
        return Coming(next=started, missing=0, may_run=started is not None)
    following = here.business_date + ONE_DAY
    missing = 0 if here.simulated else max((today - here.business_date).days, 0)
    return Coming(next=following, missing=missing, may_run=here.simulated or missing > 0)


@dataclass(frozen=True, kw_only=True)
class FeedLine:
    """The payment feed of one day; `known` is None while it is missing."""

    day: date
    known: FeedDay | None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """The last days whose payment feed should be there, newest first, and those of them that miss it."""

    expected: bool
    days: list[FeedLine] = field(default_factory=list)

    @property
    def missing(self) -> list[date]:
        return [line.day for line in self.days if line.known is None]


def feed(here: Installation | None) -> Feed:
    """The payment feed of the two weeks before the business date (B10)."""
    if here is None or here.business_date is None or here.payment_feed != Installation.PaymentFeed.DAILY:
        return Feed(expected=False)
    first_night = Night.objects.order_by("date").values_list("date", flat=True).first() or here.business_date
    days = [here.business_date - timedelta(days=back) for back in range(1, FEED_DAYS_SHOWN + 1)]
    days = [day for day in days if day >= first_night - ONE_DAY]
    known = FeedDay.objects.in_bulk(days)
    return Feed(expected=True, days=[FeedLine(day=day, known=known.get(day)) for day in days])
