"""Forms of the compliance pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models.derived import DelinquencyBucket
from collections_app.compliance.labels import rule_label
from collections_app.compliance.models import Phrase
from collections_app.compliance.outcomes import outcome_choices
from collections_app.compliance.record import Wanted
from collections_app.compliance.rules.decide import RULE_CODES

ANY = ("", _("any"))


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False)


def _line(label: Any) -> forms.CharField:
    """A field that stands in a row of a list: its label is read in it."""
    return forms.CharField(label=label, max_length=300, widget=forms.TextInput(attrs={"placeholder": label}))


def rule_choices(codes: Any) -> list[tuple[str, str]]:
    """Rules by code, said in words."""
    return [(code, rule_label(code)) for code in codes]


class RecordForm(forms.Form):
    """What the list on the compliance page is narrowed to; every field stands in the address."""

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    who = forms.CharField(label=_("Who"), max_length=80, required=False)
    person = forms.IntegerField(label=_("Who"), min_value=1, max_value=2**31 - 1, required=False)
    customer_no = forms.CharField(label=_("Customer number"), max_length=40, required=False)
    since = _day(_("From"))
    until = _day(_("To"))
    open = forms.BooleanField(label=_("only what is open"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rule"]
        field.choices = [ANY, *rule_choices(RULE_CODES)]

    @property
    def wanted(self) -> Wanted:
        """What was understood; a field that was not narrows nothing."""
        given = getattr(self, "cleaned_data", {})
        return Wanted(**{name: given[name] for name in self.fields if given.get(name)})


class ReviewForm(forms.Form):
    """What the review of a breach found."""

    finding = _line(_("Finding"))


class LiftForm(forms.Form):
    """Why a stop signal ends."""

    reason = _line(_("Reason"))


class OverrideForm(forms.Form):
    """Let one house rule be broken once."""

    customer_no = forms.CharField(label=_("Customer number"), max_length=40)
    rule = forms.ChoiceField(label=_("Rule"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept with your name and listed."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rule"]
        field.choices = rule_choices(rules)


class PhraseForm(forms.Form):
    """A text to approve."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Phrase.Kind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    bucket = forms.TypedChoiceField(label=_("Bucket"), coerce=int, empty_value=None, required=False)
    outcome = forms.ChoiceField(label=_("After the outcome"), required=False)
    text = forms.CharField(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bucket: Any = self.fields["bucket"]
        bucket.choices = [ANY, *DelinquencyBucket.choices[1:]]
        outcome: Any = self.fields["outcome"]
        outcome.choices = [ANY, *outcome_choices()]


class WordForm(forms.Form):
    """A word no text may contain, and why, in both languages."""

    word = forms.CharField(label=_("Word"), max_length=40)
    why_en = forms.CharField(label=_("Why, in English"), max_length=200)
    why_zh = forms.CharField(label=_("Why, in Chinese"), max_length=200)
