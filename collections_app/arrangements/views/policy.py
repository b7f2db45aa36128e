"""The promise policy: what holds now, what held before, a change from a day on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.queries import working_day
from collections_app.arrangements.actions.policies import write_policy
from collections_app.arrangements.forms import PolicyForm
from collections_app.arrangements.labels import NUMBERS
from collections_app.arrangements.queries import promise_policies, promise_policy
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date
from collections_app.shared.web import ActorRequest, needs, show_refusal


@needs("policies.view")
@require_GET
def policy(request: ActorRequest) -> HttpResponse:
    """Every promise policy, side by side."""
    page = _page(request)
    if "format" in request.GET:
        head = [_("Valid from"), *(one.valid_from.isoformat() for one in page["policies"])]
        lines = [
            [str(label), *(str(getattr(one, name)) for one in page["policies"])] for name, label in NUMBERS.items()
        ]
        return export(request, "promise-policy", head, lines)
    return render(request, "arrangements/policy.html", page)


@needs("policies.edit")
@require_http_methods(["GET", "POST"])
def new_policy(request: ActorRequest) -> HttpResponse:
    """A change, prepared from the policy that begins last."""
    newest = promise_policies().first() or promise_policy(working_day(clock.now()))
    form = PolicyForm(request.POST) if request.method == "POST" else PolicyForm.beginning_with(newest)
    if form.is_bound and form.is_valid() and _written(request, form):
        return redirect("promise-policy")
    context = _page(request) | {"form": form}
    return render(request, "arrangements/new_policy.html", context, status=422 if form.errors else 200)


def _written(request: ActorRequest, form: PolicyForm) -> bool:
    given = form.cleaned_data
    try:
        written = write_policy(
            actor=request.actor,
            valid_from=given["valid_from"],
            numbers={name: given[name] for name in NUMBERS},
            reason=given["reason"],
            at=clock.now(),
        )
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("Policy written; it begins on %(day)s.") % {"day": local_date(written.valid_from)})
    return True


def _page(request: ActorRequest) -> dict[str, Any]:
    today = working_day(clock.now())
    return {
        "policies": list(promise_policies()),
        "in_force": promise_policy(today),
        "names": list(NUMBERS),
        "today": today,
        "may_edit": request.actor.may("policies.edit"),
    }
