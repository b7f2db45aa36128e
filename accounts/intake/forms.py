"""What the pages of bank files read from a browser."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.intake.labels import LAYOUT_LABELS
from accounts.models import SuspectedDuplicate


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes more than one file."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more uploaded files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        one = super().clean
        given = data if isinstance(data, list | tuple) else [data]
        return [one(file, initial) for file in given] or [one(None, initial)]


class UploadForm(forms.Form):
    """Files to take in; the layout is guessed from the header unless it is named."""

    file = SeveralFilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_("CSV with a header row, UTF-8 or GBK. Several files at once: cardholders first, then accounts."),
    )
    layout = forms.ChoiceField(
        label=_("Layout"), required=False, choices=[("", _("from the header")), *LAYOUT_LABELS.items()]
    )
    feed_day = forms.DateField(
        label=_("Feed day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The day whose payments this file brings, if it is the daily payment feed."),
    )


class DecideForm(forms.Form):
    """What a person decides about a suspected duplicate."""

    status = forms.ChoiceField(
        choices=[choice for choice in SuspectedDuplicate.Status.choices if choice[0] != SuspectedDuplicate.Status.OPEN]
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)
