"""Policy pages: profiles, their versions, what changed between them, a new version."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions.policies import NUMBERS, write_version
from accounts.dated.pages import version_written
from accounts.forms import PolicyVersionForm
from accounts.models import PolicyProfile, PolicyVersion
from accounts.queries import business_date
from accounts.queries.policies import PARAMETERS, profiles, version_lines
from collections_app.shared import clock
from collections_app.shared.web import ActorRequest, needs


@needs("policies.view")
@require_GET
def policies(request: ActorRequest) -> HttpResponse:
    """Every profile with the version in force, side by side."""
    on = business_date() or clock.local_date()
    shown = [(profile, _in_force(list(profile.versions.all()), on)) for profile in profiles()]
    context = {
        "profiles": shown,
        "parameters": PARAMETERS,
        "on": on,
        "may_edit": request.actor.may("policies.edit"),
        "may_see_contact_rules": request.actor.may("compliance.view"),
    }
    return render(request, "accounts/policies.html", context)


@needs("policies.view")
@require_GET
def profile(request: ActorRequest, code: str) -> HttpResponse:
    """One profile: its versions, newest first, with what each changed."""
    return render(request, "accounts/policy_profile.html", _profile_page(request, _profile(code)))


@needs("policies.edit")
@require_http_methods(["GET", "POST"])
def new_version(request: ActorRequest, code: str) -> HttpResponse:
    """A rule change, prepared from the newest version."""
    here = _profile(code)
    versions = list(here.versions.all())
    if request.method == "GET":
        form = PolicyVersionForm.beginning_with(versions[-1]) if versions else PolicyVersionForm()
    else:
        form = PolicyVersionForm(request.POST)
        if form.is_valid() and _written(request, code, form):
            return redirect("policy-profile", code)
    context = _profile_page(request, here) | {"form": form}
    return render(request, "accounts/new_policy_version.html", context, status=422 if form.errors else 200)


def _written(request: ActorRequest, code: str, form: PolicyVersionForm) -> bool:
    said = _("Version written; it begins on %(day)s.")
    return version_written(request, form, partial(write_version, profile=code), names=NUMBERS, said=said)


def _profile(code: str) -> PolicyProfile:
    here = profiles().filter(code=code).first() if "\x00" not in code else None
    if here is None:
        raise Http404(code)
    return here


def _profile_page(request: ActorRequest, here: PolicyProfile) -> dict[str, Any]:
    versions = list(here.versions.all())
    on = business_date() or clock.local_date()
    return {
        "profile": here,
        "lines": version_lines(versions),
        "in_force": _in_force(versions, on),
        "parameters": PARAMETERS,
        "on": on,
        "may_edit": request.actor.may("policies.edit"),
    }


def _in_force(versions: list[PolicyVersion], on: Any) -> PolicyVersion | None:
    """The version of `on`: the newest that has begun; `versions` oldest first."""
    begun = [version for version in versions if version.valid_from <= on]
    return begun[-1] if begun else None
