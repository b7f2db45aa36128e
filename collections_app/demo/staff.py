"""Who works at the demo bank's desks? Agents in teams, so that queues have hands and figures have names."""

from datetime import date

from django.db import transaction

from collections_app.demo.log_ins import ensure_log_ins
from collections_app.people.actions import assign, invite
from collections_app.people.models import Team, TeamAssignment, User
from collections_app.people.rules.roles import AGENT
from collections_app.shared.actor import Actor

# Log-in name, name on the screen, team. The first is the demo's own agent, `lead` leads the front end.
STAFF = (
    ("agent", "陈小燕", "FRONT"),
    ("liu.yang", "刘洋", "FRONT"),
    ("sun.li", "孙丽", "FRONT"),
    ("huang.lei", "黄磊", "MID"),
    ("he.jing", "何静", "MID"),
    ("guo.qiang", "郭强", "SENIOR"),
    ("lead", "李建国", "FRONT"),
)
AGENTS = tuple(name for name, _shown, _team in STAFF if name != "lead")


@transaction.atomic
def ensure_staff(*, actor: Actor, on: date) -> list[User]:
    """The agents of the demo desks, each in a team since `on`; makes who is missing.

    Only the demo's own log-ins have a password; the others are there to be seen in lists, queues and figures.
    Raises Refused: `forbidden`, `not_a_demo`.
    """
    ensure_log_ins(actor=actor, on=on)
    for username, display_name, team in STAFF:
        user = User.objects.filter(username=username).first()
        if user is None:
            user, _link = invite(actor=actor, username=username, display_name=display_name, role=AGENT, on=on)
        if not TeamAssignment.objects.filter(user=user).exists():
            team_id = Team.objects.values_list("pk", flat=True).get(code=team)
            assign(actor=actor, user_id=user.pk, team_id=team_id, first_day=on, reason="HOME", on=on)
    found = {user.username: user for user in User.objects.filter(username__in=AGENTS)}
    return [found[name] for name in AGENTS]
