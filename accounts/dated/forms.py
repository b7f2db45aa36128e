"""A new version of dated numbers as a form."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from .numbers import Text


class DatedForm(forms.Form):
    """From which day, why, and every number; `labels` and `ranges` by name of the number.

    Example: `class PolicyForm(DatedForm): labels, ranges, places = NUMBERS, RANGES, {"minimum_amount": 2}`.
    """

    labels: ClassVar[Mapping[str, Text]]
    ranges: ClassVar[Mapping[str, tuple[Any, Any]]]
    places: ClassVar[Mapping[str, int]] = {}
    """Decimal places of a number that has fewer than six."""

    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("Why this change"), max_length=300, help_text=_("For whoever reads the history later.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name] = self._number(name, str(label))

    def _number(self, name: str, label: str) -> forms.Field:
        """How large a number may be is the action's to refuse, with its reason."""
        if isinstance(self.ranges[name][0], Decimal):
            return forms.DecimalField(label=label, max_digits=14, decimal_places=self.places.get(name, 6))
        return forms.IntegerField(label=label, min_value=-32768, max_value=32767)

    @classmethod
    def beginning_with(cls, version: Model) -> Self:
        """An empty form that starts from the numbers of `version`."""
        return cls(initial={name: plain(getattr(version, name)) for name in cls.labels})

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the numbers, in their order."""
        return [self[name] for name in self.labels]


def plain(value: Any) -> str:
    """0.300000 as 0.3: nobody types six places."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
