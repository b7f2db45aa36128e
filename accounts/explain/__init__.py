"""Why an account is where it is, played from its facts: one answer for the page, the REST door and the tests.

`explanation_of(account_id, on=day)` is the whole answer; `.as_dict()` gives it as plain JSON values.
"""

from accounts.explain.explanation import Explanation
from accounts.explain.why import explanation_of

__all__ = ["Explanation", "explanation_of"]
