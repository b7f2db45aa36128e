"""The promise policy: what holds now, what held before, a change from a day on."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.dated.pages import as_table, form_of, side_by_side, version_written
from collections_app.arrangements.actions.policies import write_policy
from collections_app.arrangements.forms import PolicyForm
from collections_app.arrangements.labels import NUMBERS
from collections_app.arrangements.queries.policy import POLICIES
from collections_app.arrangements.templatetags.promises import number_of
from collections_app.events.exports import export
from collections_app.shared.web import ActorRequest, needs


@needs("policies.view")
@require_GET
def policy(request: ActorRequest) -> HttpResponse:
    """Every promise policy, side by side."""
    if "format" in request.GET:
        return export(request, "promise-policy", *as_table(side_by_side(request, POLICIES, NUMBERS)))
    return render(request, "arrangements/policy.html", side_by_side(request, POLICIES, NUMBERS, shown=number_of))


@needs("policies.edit")
@require_http_methods(["GET", "POST"])
def new_policy(request: ActorRequest) -> HttpResponse:
    """A change, prepared from the policy that begins last."""
    form, said = form_of(request, PolicyForm, POLICIES), _("Policy written; it begins on %(day)s.")
    if form.is_bound and form.is_valid() and version_written(request, form, write_policy, names=NUMBERS, said=said):
        return redirect("promise-policy")
    return render(request, "arrangements/new_policy.html", {"form": form}, status=422 if form.errors else 200)
