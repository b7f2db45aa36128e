"""What was answered to a request that named an idempotency key."""

from django.db import models
from django.db.models.functions import Now


class KeptAnswer(models.Model):
    """The answer to the first request of `caller` with `key`, for whoever repeats it.

    `caller` names the user, whichever token or session brought them, or the API key; `fingerprint` is a hash of
    method, address and body: the same key with another request is a mistake and is refused. `body` is encrypted,
    base64 inside.
    """

    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    content_type = models.CharField(max_length=60, blank=True)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="idempotency_one_answer_per_key")]
        indexes = [models.Index(fields=["kept_at"], name="idempotency_kept_at")]
