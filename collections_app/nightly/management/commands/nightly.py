"""`manage.py nightly`: run the nights that are missing, or prove a past one."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.queries import installation
from collections_app.nightly.actions import run_nights, verify
from collections_app.nightly.models import Night
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused

ACTOR = Actor.command("nightly")


class Command(BaseCommand):
    help = "Run every missing night up to a date, oldest first; `nightly verify` recomputes a past night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("word", nargs="?", choices=["run", "verify"], default="run", help="default: run")
        parser.add_argument(
            "--date", type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="run: up to this night (default: today; simulated: the next one); verify: this night",
        )  # fmt: skip
        parser.add_argument(
            "--shards", type=int, default=settings.NIGHT_SHARDS, help="parts a night is cut into, side by side"
        )
        parser.add_argument(
            "--first", type=date.fromisoformat, metavar="YYYY-MM-DD", help="date of the very first night"
        )
        parser.add_argument("--corrected", action="store_true", help="verify: with everything known now")

    def handle(self, *, word: str, **options: Any) -> None:
        try:
            if word == "verify":
                self._verify(options["date"], corrected=options["corrected"])
            else:
                self._run(options["date"] or self._due(options["first"]), options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _due(self, first: date | None) -> date:
        """Today; in a simulated installation, which has none, the next night."""
        here = installation()
        if here is None or not here.simulated:
            return clock.local_date()
        if here.business_date:
            return here.business_date + timedelta(days=1)
        return Night.objects.order_by("date").values_list("date", flat=True).first() or first or clock.local_date()

    def _run(self, until: date, options: dict[str, Any]) -> None:
        here = installation()
        if until > clock.local_date() and not (here and here.simulated):
            raise Refused("future", _("This night has not come yet."), field="date")
        count = run_nights(
            actor=ACTOR, until=until, shards=options["shards"], first=options["first"], report=self._tell
        )
        if not count:
            self.stdout.write(_("Nothing to do: the nights up to %(day)s are done.") % {"day": until})

    def _tell(self, day: date, done: int, total: int) -> None:
        night = Night.objects.get(pk=day)
        problems = night.problems.count()
        self.stdout.write(
            _("%(day)s done (%(done)s of %(total)s), checksum %(checksum)s")
            % {"day": day, "done": done, "total": total, "checksum": night.checksum}
        )
        if problems:
            self.stderr.write(
                _("%(day)s: %(count)s problems, see the operations page") % {"day": day, "count": problems}
            )

    def _verify(self, on: date | None, *, corrected: bool) -> None:
        if on is None:
            raise CommandError(_("Say which night: --date YYYY-MM-DD"))
        alike = verify(actor=ACTOR, on=on, corrected=corrected)
        night = Night.objects.get(pk=on)
        found = night.corrected_checksum if corrected else night.verified_checksum
        told = {"day": on, "kept": night.checksum, "found": found}
        if alike:
            self.stdout.write(_("%(day)s: checksum %(found)s, as the night left it") % told)
        elif corrected:
            self.stdout.write(_("%(day)s: the night left %(kept)s; with what is known now it is %(found)s") % told)
        else:
            raise CommandError(_("%(day)s: the night left %(kept)s, its facts give %(found)s") % told)
