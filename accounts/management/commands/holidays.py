"""`manage.py holidays`: bring the working-day calendar up to date with the installed package."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts import holidays
from collections_app.shared import clock


class Command(BaseCommand):
    help = "Write holidays and make-up working days of the package chinesecalendar into the working-day calendar."

    def handle(self, **options: Any) -> None:
        changed = holidays.seed()
        self.stdout.write(_("%(count)s days new or changed.") % {"count": changed})
        for year in holidays.missing_years(clock.local_date()):
            self.stderr.write(
                _("The year %(year)s is missing: install a newer chinesecalendar and run this again.") % {"year": year}
            )
