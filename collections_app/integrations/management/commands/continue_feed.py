"""`manage.py continue_feed`: after a dump was restored, the change feed goes on behind everything there is."""

from typing import Any

from django.core.management.base import BaseCommand

from collections_app.shared.actor import Actor

from ...actions.feed import continue_feed


class Command(BaseCommand):
    help = "Let the change feed go on after a dump was restored. Stop the web server and the workers before."

    def handle(self, *args: Any, **options: Any) -> None:
        start = continue_feed(actor=Actor.command("continue_feed"))
        self.stdout.write(f"The change feed goes on at {start}.")
