"""The filter bar: what the address of a dashboard may say."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Product

from .queries import NO_REGION, Choices

MEASURES = {"accounts": _("Accounts"), "balance": _("Balance"), "past_due": _("Past due")}
SPLITS = {"product": _("By product"), "region": _("By region")}
SPANS = {"month": _("Last complete month"), "so-far": _("This month so far")}


def product_name(product: Product) -> str:
    """The product's name in the language of the page."""
    return product.name_zh if (get_language() or "").startswith("zh") else product.name_en


class FilterForm(forms.Form):
    """Day, currency, product, region; how the trend and the matrix are counted, and what stands side by side."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    trend = forms.ChoiceField(choices=list(MEASURES.items()), required=False)
    by = forms.ChoiceField(choices=[(key, MEASURES[key]) for key in ("accounts", "balance")], required=False)
    span = forms.ChoiceField(choices=list(SPANS.items()), required=False)
    split = forms.ChoiceField(choices=list(SPLITS.items()), required=False)
    shown = forms.ChoiceField(choices=list(MEASURES.items()), required=False)

    def __init__(self, *args: Any, days: tuple[date, date], choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._days = days
        self.fields["day"].widget.attrs |= {"min": days[0].isoformat(), "max": days[1].isoformat()}
        self._offer("currency", [(code, code) for code in choices.currencies])
        self._offer("product", [("", _("All products")), *((p.code, product_name(p)) for p in choices.products)])
        self._offer(
            "region",
            [("", _("All regions")), *((r, _("not recorded") if r == NO_REGION else r) for r in choices.regions)],
        )

    def clean_day(self) -> date:
        """The day asked for, the last one when none is; refused where there are no figures."""
        first, last = self._days
        day: date = self.cleaned_data["day"] or last
        if not first <= day <= last:
            raise forms.ValidationError(
                _("There are figures from %(first)s to %(last)s.") % {"first": first, "last": last}, code="no_figures"
            )
        return day

    def _offer(self, name: str, offered: list) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields[name].widget.attrs |= {"data-submits": "", "aria-label": str(self.fields[name].label)}

    def chosen(self, name: str, default: str = "") -> str:
        """What the address says, where it is one of the choices; else `default`."""
        self.is_valid()
        return self.cleaned_data.get(name) or default

    def said(self, name: str) -> str:
        """What was chosen, in the words of its choice; "" for all of them."""
        chosen = self.chosen(name)
        return str(dict(self.fields[name].choices)[chosen]) if chosen else ""  # type: ignore[attr-defined]
