"""Which cases are given to whom; their conditions stand in rows beside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collections_app.cases.queries.offered import agents_offered, teams_offered
from collections_app.cases.queries.queues import queues_now
from collections_app.people.labels import team_name
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
        self._offer("queue", _("every queue"), [(queue.code, queue.name) for queue in queues_now()])
        self._offer("to_team", _("no team"), [(team.pk, team_name(team)) for team in teams_offered(actor)])
        self._offer("to_agent", _("no agent"), list(agents_offered(actor).values_list("pk", "display_name")))

    def _offer(self, name: str, nothing: Any, offered: list) -> None:
        self.fields[name].choices = [("", nothing), *offered]  # type: ignore[attr-defined]

    def target(self) -> dict[str, int | None]:
        """To whom, as the actions take it."""
        given = self.cleaned_data
        return {name: int(given[name]) if given[name] else None for name in ("to_team", "to_agent")}
