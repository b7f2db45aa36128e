from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collections_app.people.models import User


class Phrase(models.Model):
    """An approved text: how a caller says who he is, or a script for a bucket and an outcome.

    Never edited: a new text is a new row, the old one is retired.
    """

    class Kind(models.TextChoices):
        IDENTITY = "IDENTITY", _("who is calling")
        SCRIPT = "SCRIPT", _("script")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    language = models.CharField(max_length=10)
    bucket = models.SmallIntegerField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    text = models.TextField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class ForbiddenWord(models.Model):
    """A word no phrase may contain, and why: it claims an authority nobody here has, or threatens.

    Forbidden from `added_at` (null: shipped) until `retired_at`; never edited. Retired, it may be forbidden anew.
    """

    word = models.CharField(max_length=40)
    why_en = models.CharField(max_length=200)
    why_zh = models.CharField(max_length=200)
    added_at = models.DateTimeField(null=True)
    added_by = models.TextField(blank=True, default="", db_default="")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word"], condition=Q(retired_at=None), name="forbidden_word_once"),
        ]
