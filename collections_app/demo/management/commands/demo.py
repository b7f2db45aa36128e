"""`manage.py demo`: a believable Chinese portfolio; `manage.py demo --source uci`: the real card panel of 2005."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import CardAccount
from collections_app.demo import actions, log_ins, portfolio, uci
from collections_app.demo.demo_clock import shift_minutes
from collections_app.demo.plan import Plan, is_loaded, kept_plan
from collections_app.demo.progress import Progress
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


class Command(BaseCommand):
    help = "Loads a demo portfolio through the bank-file door and runs its nights; prints the demo log-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", choices=("china", "uci"), default="china", help="which portfolio")
        parser.add_argument(
            "--if-empty", action="store_true", help="only finish what is begun where there are accounts already"
        )
        parser.add_argument("--log-ins", action="store_true", help="print the demo log-ins; alone, load nothing")
        parser.add_argument(
            "--clock", action="store_true", help="print by how many minutes the demo's clock is moved, and do no more"
        )
        parser.add_argument(
            "--size", type=int, default=portfolio.DEFAULT_SIZE, help="accounts of the Chinese portfolio"
        )
        parser.add_argument("--seed", type=int, default=portfolio.DEFAULT_SEED, help="another seed, other people")
        parser.add_argument(
            "--until", type=date.fromisoformat, help="business date to age to; default: today, with uci 2005-10-01"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["size"] < 1:
            raise CommandError("--size must be at least 1.")
        if options["clock"]:
            self.stdout.write(str(shift_minutes(clock.now())))
            return
        try:
            if not options["log_ins"] or options["if_empty"]:
                self._load(options)
            if options["log_ins"]:
                self._print_log_ins()
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _load(self, options: dict[str, Any]) -> None:
        actor, progress = Actor.command("demo"), Progress(self._say, redraws=self.stdout.isatty())
        plan = kept_plan()
        if plan is None:
            if options["if_empty"] and CardAccount.objects.exists():
                self.stdout.write("There are accounts here already; they stay as they are.")
                return
            plan = _plan(options)
            actions.begin(actor=actor, plan=plan)
        elif is_loaded():
            self.stdout.write("This database holds its demo already; only missing nights are run.")
        if not is_loaded():
            for delivery in actions.load(actor=actor, plan=plan, report=progress.step, at=clock.now()):
                self.stdout.write(f"{delivery.layout}: {delivery.rows_read} rows")
        until = plan.until if plan.is_panel else max(plan.until, options["until"] or clock.local_date())
        actions.age(actor=actor, plan=plan, until=until, report=progress.step)

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()

    def _print_log_ins(self) -> None:
        found = log_ins.ensure_log_ins(actor=Actor.command("demo"), on=clock.local_date())
        self.stdout.write(f"Demo log-ins, all with the password {found[0].password}")
        for one in found:
            self.stdout.write(f"  {one.username}")


def _plan(options: dict[str, Any]) -> Plan:
    default = uci.AGED_TO if options["source"] == "uci" else clock.local_date()
    return Plan(
        source=options["source"],
        until=options["until"] or default,
        size=options["size"],
        seed=options["seed"],
    )
