"""`manage.py webhooks`: one pass by hand, beside the workers if need be."""

from typing import Any

from django.core.management.base import BaseCommand

from collections_app.shared import clock

from ...dispatch import make_deliveries
from ...sending import send_due


class Command(BaseCommand):
    help = "Make the deliveries of new events and send what is due, once."

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_deliveries(at=clock.now())
        taken = send_due(now=clock.now)
        self.stdout.write(f"{made} new deliveries, {taken} taken by their receivers.")
