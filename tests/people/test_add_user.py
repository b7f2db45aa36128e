"""`manage.py add_user`: how the first administrator comes in."""

import pytest
from django.core.management import CommandError, call_command

from collections_app.events.models import Event
from collections_app.people.models import User
from collections_app.people.queries import roles_of

pytestmark = pytest.mark.django_db


def test_the_first_administrator_gets_a_link(capsys):
    call_command("add_user", "anna", role="administrator", name="Anna", url="https://desk.example/")
    assert capsys.readouterr().out.startswith("https://desk.example/set-password/")
    assert roles_of(User.objects.get(username="anna")) == {"administrator"}
    assert Event.objects.get(kind="person.invited").actor == "command:add_user"


def test_a_taken_name_is_one_clear_sentence():
    call_command("add_user", "anna", role="agent")
    with pytest.raises(CommandError, match="taken"):
        call_command("add_user", "Anna", role="agent")
