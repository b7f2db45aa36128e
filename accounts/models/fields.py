"""The four column shapes every money table uses (`domain.md` B14)."""

from typing import Any

from django.db import models


class MoneyField(models.DecimalField):
    """An amount in the account's currency: numeric(14,2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        super().__init__(*args, **kwargs)


class RateField(models.DecimalField):
    """A share or a daily rate, 0.050000 for 5 %: numeric(9,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 9, 6
        super().__init__(*args, **kwargs)


class AccrualField(models.DecimalField):
    """An interest accumulator, never rounded before its statement: numeric(18,8)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 18, 8
        super().__init__(*args, **kwargs)
