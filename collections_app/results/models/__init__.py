"""Tables of results. All but the schemes are kept by the night; days and money can be made again from what happened."""

from .results import Opening, Recovery, ResultDay, ResultMoney, ResultNight
from .rolls import AssignedAccount, AssignedFlow
from .scheme import ScorecardScheme

__all__ = [
    "AssignedAccount",
    "AssignedFlow",
    "Opening",
    "Recovery",
    "ResultDay",
    "ResultMoney",
    "ResultNight",
    "ScorecardScheme",
]
