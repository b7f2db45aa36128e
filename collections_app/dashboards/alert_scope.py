"""Of what an alert watches its figure: a queue or a desk of the operation, a part of the portfolio, or all of it."""

from dataclasses import dataclass, fields, replace

from django.utils.translation import gettext as _

from collections_app.cases.models import WorkQueue
from collections_app.people.models import Team
from collections_app.shared.errors import Refusals, Refused

from .alert_figures import FIGURES, Figure
from .models import Alert
from .queries import Choices, choices_on, days_with_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Everything, as far as nothing is said.

    `queue_id`, `team_id` are for figures of the operation, the others for those of the portfolio: `bucket` None is all
    delinquent ones together, `currency` "" the one with most accounts, `product` a code, `region` as the dashboards'
    filters write it. `by`, `span` say which rate: `balance` or `accounts`, `month` or `so-far`.
    """

    queue_id: int | None = None
    team_id: int | None = None
    bucket: int | None = None
    currency: str = ""
    product: str = ""
    region: str = ""
    by: str = ""
    span: str = ""

    @property
    def said(self) -> list[str]:
        """The fields that say something, as forms and bodies name them."""
        return [one.name.removesuffix("_id") for one in fields(self) if getattr(self, one.name) not in (None, "")]


EVERYTHING = Scope()


def settled(code: str, scope: Scope) -> Scope:
    """The scope as it is kept, with what was left to default filled in.

    Raises Refused, everything that is wrong at once and each at its field: `does_not_fit` (what this figure is not
    asked by), `one_scope` (a queue or a team, not both), `not_found` (queue, team, currency, product, region),
    `bucket_needed`, `not_of_bucket`, `no_figures` (before the first night).
    """
    figure, refusals = FIGURES[code], Refusals()
    for name in scope.said:
        if name not in figure.takes:
            refusals.add(Refused("does_not_fit", _why_unfit(figure, name), field=name))
    refusals.speak()
    settle = _settled_part if figure.of_portfolio else _settled_work
    found = settle(figure, scope, refusals)
    refusals.speak()
    return found


def _why_unfit(figure: Figure, name: str) -> str:
    if name not in ("queue", "team"):
        return _("This figure is not asked by this: leave it empty.")
    if figure.of_portfolio:
        return _("The portfolio is not divided by queue or team: leave it at everything.")
    return _("People stand in teams, not in queues.")


def _settled_work(_figure: Figure, scope: Scope, refusals: Refusals) -> Scope:
    if scope.queue_id and scope.team_id:
        refusals.add(Refused("one_scope", _("Choose a queue or a team, not both."), field="team"))
    if scope.queue_id and not WorkQueue.objects.filter(pk=scope.queue_id, is_active=True).exists():
        refusals.add(Refused("not_found", _("There is no such queue."), field="queue"))
    if scope.team_id and not Team.objects.filter(pk=scope.team_id, is_active=True).exists():
        refusals.add(Refused("not_found", _("There is no such team."), field="team"))
    return scope


def _settled_part(figure: Figure, scope: Scope, refusals: Refusals) -> Scope:
    days = days_with_figures()
    if days is None:
        raise Refused("no_figures", _("The portfolio has no figures before the first night."), field="figure")
    if scope.bucket is None and figure.needs_bucket:
        refusals.add(Refused("bucket_needed", _("Say of which bucket."), field="bucket"))
    if scope.bucket is not None and scope.bucket not in figure.buckets:
        refusals.add(Refused("not_of_bucket", _("This bucket does not have this figure."), field="bucket"))
    choices = choices_on(days[1])
    _look_up(scope, choices, refusals)
    return replace(
        scope,
        currency=scope.currency or choices.currencies[0],
        by=scope.by or (Alert.By.BALANCE.value if "by" in figure.takes else ""),
        span=scope.span or (Alert.Span.MONTH.value if "span" in figure.takes else ""),
    )


def _look_up(scope: Scope, choices: Choices, refusals: Refusals) -> None:
    if scope.currency and scope.currency not in choices.currencies:
        refusals.add(Refused("not_found", _("No account is held in this currency."), field="currency"))
    if scope.product and scope.product not in {one.code for one in choices.products}:
        refusals.add(Refused("not_found", _("There is no such product."), field="product"))
    if scope.region and scope.region not in choices.regions:
        refusals.add(Refused("not_found", _("No account is held in this region."), field="region"))
