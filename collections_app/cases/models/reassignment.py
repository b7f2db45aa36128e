from django.db import models
from django.utils.translation import gettext_lazy as _

from collections_app.people.models import Team, User

from .case import Case


class Reassignment(models.Model):
    """Many cases given to a team or an agent at once; may be undone until `undo_until`."""

    filters = models.JSONField(default=dict)
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    to_agent = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    cases = models.IntegerField()
    made_at = models.DateTimeField()
    made_by = models.TextField()
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(blank=True)
    restored = models.IntegerField(null=True)


class Reassigned(models.Model):
    """One case of a reassignment and whose it was before."""

    reassignment = models.ForeignKey(Reassignment, on_delete=models.PROTECT, related_name="rows")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    from_agent = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
