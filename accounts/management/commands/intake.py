"""`manage.py intake FILE…`: take bank files in and say what became of each."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.intake.actions import take_in
from accounts.intake.faults import reason_text
from accounts.intake.layouts import LAYOUTS
from accounts.intake.queries import first_rejects
from accounts.intake.refusals import wording
from accounts.models import Delivery
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

REJECTS_SHOWN = 20


class Command(BaseCommand):
    help = "Take bank files in: cardholders, accounts, statements, entries. Good rows land, the others are listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--layout", choices=sorted(LAYOUTS), help="default: guessed from the header of each file")
        parser.add_argument(
            "--feed-day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the file is that day's payment feed"
        )
        parser.add_argument("--demo", action="store_true", help="mark new cardholders as demo people")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        refused = 0
        for path in files:
            try:
                delivery = take_in(
                    actor=Actor.command("intake"),
                    path=path,
                    layout=options["layout"],
                    feed_day=options["feed_day"],
                    demo=options["demo"],
                    at=clock.now(),
                )
            except Refused as error:
                raise CommandError(error.message) from error
            refused += delivery.status == Delivery.Status.REFUSED
            self._tell(delivery)
        if refused:
            raise CommandError(_("%(count)s of %(all)s files were refused.") % {"count": refused, "all": len(files)})

    def _tell(self, delivery: Delivery) -> None:
        if delivery.status == Delivery.Status.REFUSED:
            self.stderr.write(f"{delivery.file_name}: {wording(delivery.refusal_code, delivery.refusal_data)}")
            return
        self.stdout.write(
            _("%(file)s (%(layout)s): %(new)s new, %(changed)s changed, %(same)s as before, %(rejected)s rejected")
            % {
                "file": delivery.file_name,
                "layout": delivery.layout,
                "new": delivery.rows_new,
                "changed": delivery.rows_changed,
                "same": delivery.rows_same,
                "rejected": delivery.rows_rejected,
            }
        )
        for reject in first_rejects(delivery, count=REJECTS_SHOWN):
            where = f"{delivery.file_name}:{reject.line_no}"
            self.stderr.write(f"  {where} {reject.column or '-'}: {reason_text(reject.reason)} {reject.value}".rstrip())
        if delivery.rows_rejected > REJECTS_SHOWN:
            self.stderr.write(_("  … the whole list stands on the delivery's page."))
