"""`manage.py vintage`: write the vintage of every month anew from bucket history, as the nights left it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.nightly.vintage import rebuild_vintage
from accounts.queries import business_date


class Command(BaseCommand):
    """Writes each first of a month up to the business date, with what its night knew."""

    help = "Rebuild the vintage of every month (ever 91 days past due, by opening month and month on book)."

    def handle(self, **options: Any) -> None:
        on = business_date()
        if on is None:
            raise CommandError(_("There was no night yet."))
        rows = rebuild_vintage(on)
        self.stdout.write(f"{rows} rows, the newest as of {on.replace(day=1)}")
