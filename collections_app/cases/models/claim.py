from uuid import uuid4

from django.db import models

from collections_app.people.models import User

from .case import Case


class Claim(models.Model):
    """A lease on a case: who works it, until when, and the token that proves it. Over when `expires_at` has passed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="claim")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims")
    token = models.UUIDField(default=uuid4)
    claimed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
