"""The desk policy: what holds now, what held before, a change from a day on."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.dated.pages import as_table, form_of, side_by_side, version_written
from collections_app.cases.actions.desk_policy import write_desk_policy
from collections_app.cases.forms.desk_policy import LABELS, DeskPolicyForm
from collections_app.cases.queries.policy import POLICIES
from collections_app.events.exports import export
from collections_app.shared.web import ActorRequest, needs


@needs("policies.view")
@require_GET
def policy(request: ActorRequest) -> HttpResponse:
    """Every desk policy, side by side."""
    page = side_by_side(request, POLICIES, LABELS)
    if "format" in request.GET:
        return export(request, "desk-policy", *as_table(page))
    return render(request, "cases/desk_policy.html", page)


@needs("policies.edit")
@require_http_methods(["GET", "POST"])
def new_policy(request: ActorRequest) -> HttpResponse:
    """A change, prepared from the policy that begins last."""
    form, said = form_of(request, DeskPolicyForm, POLICIES), _("Policy written; it begins on %(day)s.")
    if form.is_bound and form.is_valid() and version_written(request, form, write_desk_policy, names=LABELS, said=said):
        return redirect("desk-policy")
    return render(request, "cases/new_desk_policy.html", {"form": form}, status=422 if form.errors else 200)
