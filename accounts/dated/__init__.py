"""Numbers of the house that hold from a day on: the newest that has begun is in force, none is ever edited.

`numbers` keeps and writes them; `forms`, `pages` and `rest` are their two doors. Promises, scorecards and the desk
have such numbers.
"""

from .numbers import Dated, Words

__all__ = ["Dated", "Words"]
