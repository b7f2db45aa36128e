from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from collections_app.people.models import User

from .case import Case


class Claim(models.Model):
    """A lease on a case: who works it, until when, and the token that proves it. Over when `expires_at` has passed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="claim")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims")
    token = models.UUIDField(default=uuid4)
    claimed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    news: str = ""
    """Told by a heartbeat, not kept: `case_closed` or `paid` when that happened to the case meanwhile."""


class Passed(models.Model):
    """Why `user` works the case no more: skipped or returned, and then not handed to him before `until`; or taken over.

    Reasons stand here and not in the event, because they may name people and events outlive erasure.
    """

    class Kind(models.TextChoices):
        SKIP = "SKIP", _("skipped")
        RETURN = "RETURN", _("returned")
        TAKEN = "TAKEN", _("taken over")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="passed", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "user", "-until"], name="passed_by_case")]
