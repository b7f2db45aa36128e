"""Results as somebody may see them, and the scheme in force."""

from .results import Line, TeamLines, results_by_day, results_of, visible_results
from .scheme import scheme_of, scheme_on

__all__ = [
    "Line",
    "TeamLines",
    "results_by_day",
    "results_of",
    "scheme_of",
    "scheme_on",
    "visible_results",
]
