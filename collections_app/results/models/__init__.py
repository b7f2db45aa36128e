"""Tables of results. All but the schemes are kept by the night and can be made again from what happened."""

from .results import Opening, Recovery, ResultDay, ResultMoney, ResultNight
from .scheme import ScorecardScheme

__all__ = ["Opening", "Recovery", "ResultDay", "ResultMoney", "ResultNight", "ScorecardScheme"]
