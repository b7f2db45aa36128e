"""What a night does, in order. The order is the policy: a change here is a change of the product.

Each step works on one shard, in its own transaction, together with the row that says it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.nightly import steps as accounts
from accounts.nightly.shard import Shard
from collections_app.arrangements.nightly import steps as arrangements
from collections_app.cases.nightly import steps as cases


@dataclass(frozen=True)
class Step:
    """A name for the log, a label for people, the work."""

    name: str
    label: str | Promise
    work: Callable[[Shard], int]


STEPS = (
    Step("open_positions", _("Open new accounts"), accounts.open_positions),
    Step("take_in", _("Take in entries and statements"), accounts.take_in),
    Step("decide_due", _("Decide what fell due"), accounts.decide_due),
    Step("cut_statements", _("Close statements, bill interest"), accounts.cut_statements),
    Step("charge_late_fees", _("Charge late fees"), accounts.charge_late_fees),
    Step("replay_changed", _("Replay accounts whose past changed"), accounts.replay_changed),
    Step("move_buckets", _("Move buckets"), accounts.move_buckets),
    Step("keep_cases", _("Open, move and close cases"), cases.keep_cases),
    Step("settle_promises", _("Settle promises"), arrangements.settle_promises),
    Step("route_cases", _("Put cases into their queues"), cases.route_cases),
)
"""Sharded by cardholder."""

PROVE = "prove_sample"
RESULTS = "keep_results"
MORNING = "keep_morning"
SNAPSHOT = "snapshot"
LABELS = {
    **{step.name: step.label for step in STEPS},
    PROVE: _("Prove a sample by replay"),
    RESULTS: _("Keep the results of agents and teams"),
    MORNING: _("Keep how the desks begin the day"),
    SNAPSHOT: _("Keep the figures of the day"),
}
