"""Who promised and may only be reminded, by the contact policy of the product."""

from typing import Protocol

from collections_app.cases.rules.purpose import is_left_alone
from collections_app.compliance.queries import Policies


class Promised(Protocol):
    """A case with an open promise, or what is read of one."""

    @property
    def hold_kinds(self) -> list[str]: ...
    @property
    def bucket(self) -> int: ...
    @property
    def product_id(self) -> int: ...


def reminded_only(case: Promised, policies: Policies) -> bool:
    """Whether a call may only remind of the promise, as the policies of a day say."""
    return is_left_alone(case.hold_kinds, case.bucket, coded=policies.of(case.product_id).coded_call_bucket)
