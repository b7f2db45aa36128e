"""The summary in words: its title, and what its text and its tables show."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from collections_app.people.labels import team_name
from collections_app.shared.templatetags.fairdue import bucket_label, local_date

from .figure_labels import LABELS
from .queries.standing import Standing
from .queries.summary import FIGURES, Summary


def title_of(found: Summary) -> str:
    """Example: `Summary of 10 Mar 2025`."""
    days = local_date(found.first)
    if found.last != found.first:
        days = f"{days} – {local_date(found.last)}"
    return _("Summary of %(days)s") % {"days": days}


def context_of(found: Summary, buckets: Sequence[Standing]) -> dict[str, Any]:
    """The buckets by currency, and the work of all together and of each desk, every count with its name."""
    names = {**LABELS, "promises_kept": _("Promises kept"), "promises_matured": _("Promises that came due")}
    return {
        "title": title_of(found),
        "buckets": [(one, [(_bucket(line.bucket), line) for line in one.lines]) for one in buckets],
        "head": [names[figure] for figure in FIGURES],
        "lines": [
            (team_name(team) if team else _("No team"), [(names[figure], counts[figure]) for figure in FIGURES])
            for team, counts in found.desks
        ],
        "all": [(names[figure], found.all[figure]) for figure in FIGURES],
    }


def _bucket(bucket: Any) -> str:
    return _("Delinquent") if bucket is None else bucket_label(bucket.name)
