"""What the pages of contact policies read from a browser."""

from typing import Any, Self
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Product
from accounts.templatetags.accounts import named
from collections_app.compliance.actions.policies import CAPS, OVERRIDABLE, RANGES
from collections_app.compliance.labels import RULE_LABELS
from collections_app.compliance.models import ContactPolicyVersion, ContactProfile
from collections_app.compliance.policy_labels import BUCKET_CHOICES, PARAMETER_NAMES
from collections_app.compliance.queries.profiles import PARAMETERS

ZONES = [(name, name) for name in sorted(available_timezones())]


def _day(**more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=_("Valid from"), widget=widget, **more)


def _number(name: str, **more: Any) -> forms.IntegerField:
    least, most = RANGES[name]
    if name in CAPS:
        more = {"required": False, "help_text": _("Empty: no such cap."), **more}
    return forms.IntegerField(label=PARAMETER_NAMES[name], min_value=least, max_value=most, **more)


def _clock(name: str) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=PARAMETER_NAMES[name], widget=widget)


def _yes_no(name: str, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=PARAMETER_NAMES[name], required=False, **more)


def _bucket(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=PARAMETER_NAMES[name], choices=BUCKET_CHOICES, coerce=int)


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why this change"), max_length=300, help_text=_("For whoever reads the history later.")
    )


class _ByCode(forms.ModelChoiceField):
    """Products or profiles, sent as their code and shown by their name."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class ContactVersionForm(forms.Form):
    """Every parameter of a contact policy version."""

    valid_from = _day(help_text=_("After today: what was decided stays as it was."))
    window_opens = _clock("window_opens")
    window_closes = _clock("window_closes")
    closing_moment_allowed = _yes_no("closing_moment_allowed")
    all_likely_zones = _yes_no("all_likely_zones")
    zone = forms.ChoiceField(label=PARAMETER_NAMES["zone"], choices=ZONES)
    number_attempts_per_day = _number("number_attempts_per_day")
    person_conversations_per_day = _number("person_conversations_per_day")
    debt_attempts_per_window = _number("debt_attempts_per_window")
    debt_window_days = _number("debt_window_days")
    quiet_days_after_conversation = _number(
        "quiet_days_after_conversation", help_text=_("The day of the conversation counts; 0: none.")
    )
    third_parties = forms.ChoiceField(
        label=PARAMETER_NAMES["third_parties"], choices=ContactPolicyVersion.ThirdParties.choices
    )
    third_party_once = _yes_no("third_party_once")
    lost_after_failures = _number("lost_after_failures")
    lost_on_distinct_days = _number("lost_on_distinct_days")
    consent_days = _number("consent_days", help_text=_("The day it is given counts."))
    first_call_bucket = _bucket("first_call_bucket")
    coded_call_bucket = _bucket("coded_call_bucket")
    reminder_days = _number("reminder_days", help_text=_("0: on the day itself."))
    permit_minutes = _number("permit_minutes")
    house_rules = forms.MultipleChoiceField(
        label=PARAMETER_NAMES["house_rules"],
        choices=[(code, RULE_LABELS[code]) for code in OVERRIDABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Windows, caps, stop signals and third parties are law: nobody can let them pass."),
    )
    reason = _reason()

    @classmethod
    def beginning_with(cls, version: ContactPolicyVersion) -> Self:
        """An empty form that starts from the parameters of `version`."""
        return cls(initial={name: getattr(version, name) for name in PARAMETERS})


class NewProfileForm(ContactVersionForm):
    """A profile with its first version, which starts from the newest one of another profile."""

    code = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("Capital letters, digits and underscores; it never changes.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)


class FollowProfileForm(forms.Form):
    """Which product follows which profile from when on."""

    product = _ByCode(
        label=_("Product"),
        queryset=Product.objects.order_by("code"),
        required=False,
        to_field_name="code",
        empty_label=_("the whole installation"),
    )
    profile = _ByCode(
        label=_("Profile"),
        queryset=ContactProfile.objects.order_by("code"),
        to_field_name="code",
        empty_label=_("choose a profile"),
    )
    valid_from = _day(help_text=_("After today."))
    reason = _reason()


class RegionZoneForm(forms.Form):
    """A region, and a time zone in which its people may be."""

    region = forms.CharField(
        label=_("Region"), max_length=40, help_text=_("As it stands in addresses, such as Zhejiang or TX.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
