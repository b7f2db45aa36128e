"""`manage.py vintage`: write the vintage figures anew from bucket history, as the night for a month's first does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.nightly.vintage import keep_vintage
from accounts.queries import business_date


class Command(BaseCommand):
    """Writes the figures as of the first of the business date's month, with everything known today."""

    help = "Rebuild the vintage figures (ever 91 days past due, by opening month and month on book)."

    def handle(self, **options: Any) -> None:
        on = business_date()
        if on is None:
            raise CommandError(_("There was no night yet."))
        rows = keep_vintage(on.replace(day=1))
        self.stdout.write(f"{rows} rows as of {on.replace(day=1)}")
