"""`manage.py daily_files`: the files of the business date, by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

from ...actions.daily_files import write_daily_files
from ...queries.daily_files import outbox


class Command(BaseCommand):
    help = "Write positions, bucket moves and payments of the business date into the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = write_daily_files(actor=Actor.command("daily_files"), at=clock.now())
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"Written: {outbox() / on.isoformat()}")
