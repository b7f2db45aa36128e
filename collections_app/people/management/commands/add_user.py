"""`manage.py add_user anna --role administrator`: the first administrator, and scripted set-ups."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collections_app.people import actions
from collections_app.people.rules.roles import ROLES
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


class Command(BaseCommand):
    help = "Adds a user with one role and prints the link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=ROLES, required=True)
        parser.add_argument("--name", help="display name; default: the log-in name")
        parser.add_argument("--url", default="http://localhost:8000", help="where the browser finds this system")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            _user, path = actions.invite(
                actor=Actor.command("add_user"),
                username=options["username"],
                display_name=options["name"] or options["username"],
                role=options["role"],
                on=clock.local_date(),
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(options["url"].rstrip("/") + path)
