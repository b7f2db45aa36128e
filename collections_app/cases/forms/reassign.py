"""Which cases are given to whom; their conditions stand in rows beside."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collections_app.cases.queries.queues import queues_now
from collections_app.people.models import Team, User
from collections_app.shared.actor import Actor


class ReassignForm(forms.Form):
    """Queue, how many, team, agent and reason."""

    queue = forms.ChoiceField(label=_("From the queue"), required=False)
    most = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, help_text=_("The first so many in the order of their queue.")
    )
    to_team = forms.ChoiceField(label=_("To the team"), required=False)
    to_agent = forms.ChoiceField(
        label=_("To the agent"), required=False, help_text=_("Without team and agent: back to the queue's own teams.")
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chinese = (get_language() or "").startswith("zh")
        teams = Team.objects.filter(is_active=True).order_by("code")
        agents = User.objects.filter(is_active=True, team_assignments__valid_to=None, team_assignments__isnull=False)
        if actor.agency:
            teams, agents = teams.filter(pk__in=actor.teams), agents.filter(team_assignments__team__in=actor.teams)
        self._offer("queue", _("every queue"), [(queue.code, queue.name) for queue in queues_now()])
        self._offer("to_team", _("no team"), [(t.pk, t.name_zh if chinese else t.name_en) for t in teams])
        named = agents.distinct().order_by("display_name").values_list("pk", "display_name")
        self._offer("to_agent", _("no agent"), list(named))

    def _offer(self, name: str, nothing: Any, offered: list) -> None:
        self.fields[name].choices = [("", nothing), *offered]  # type: ignore[attr-defined]

    def target(self) -> dict[str, int | None]:
        """To whom, as the actions take it."""
        given = self.cleaned_data
        return {name: int(given[name]) if given[name] else None for name in ("to_team", "to_agent")}
