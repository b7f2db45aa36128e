from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collections_app.people.models import Team


class WorkQueue(models.Model):
    """A call queue. A case stands in the first active queue, by `rank`, whose conditions it meets."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    rank = models.SmallIntegerField(_("rank"))
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rank"], condition=Q(is_active=True), name="queue_one_per_rank"),
        ]


class QueueVersion(models.Model):
    """What a queue is from `recorded_at` on; never edited. The newest version of a queue is the one in force.

    `conditions` is a list of {field, operator, value} that all must hold; `order` a list of keys, the first decides
    (`rules/conditions.py`, `rules/order.py` name them). `teams`: who may take from it; none: every team. `capacity`:
    how many cases one agent can work a day here; for planning only, nobody is stopped at it.
    """

    queue = models.ForeignKey(WorkQueue, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    name_en = models.CharField(_("name in English"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    conditions = models.JSONField(default=list)
    order = models.JSONField(default=list)
    teams = models.ManyToManyField(Team, related_name="+")
    capacity = models.SmallIntegerField(_("cases per agent and day"), default=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "number"], name="queue_version_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="queue_capacity_positive"),
        ]
