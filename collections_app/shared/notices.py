"""What the strip under the bar says; it is there only when something is wrong or unusual."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line for everybody: `info` is good to know, `warn` may change figures, `bad` needs someone.

    `text` and `link_text` are translated; `link` leads to where something can be done about it.
    """

    level: Literal["info", "warn", "bad"]
    text: str | Promise
    link: str = ""
    link_text: str | Promise = ""
