from django.db import models

from collections_app.compliance.models import Permit


class CallRequest(models.Model):
    """Somebody pressed Dial: a phone system may place the call of this permit, and has its number once."""

    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, primary_key=True, related_name="call_request")
    requested_at = models.DateTimeField()
    requested_by = models.TextField()
    number_read_at = models.DateTimeField(null=True)
    number_read_by = models.TextField(blank=True)
