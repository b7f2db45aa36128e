"""What is written about a case beside its contacts."""

from django.db import models

from collections_app.cases.models import Case


class CaseNote(models.Model):
    """What somebody wrote on a case without a contact; goes when the person is erased (B11).

    Its event says when it was written and by whom, and never what.
    """

    submission = models.UUIDField(unique=True)
    """The form or request it came with: sent twice, it is stored once."""
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    at = models.DateTimeField()
    written_by = models.TextField()
