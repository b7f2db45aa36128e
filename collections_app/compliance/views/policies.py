"""Pages of contact policies: profiles and who follows them, versions, what changed between them, a new one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.dated.pages import version_written
from collections_app.compliance.actions.policies import follow_profile, write_contact_version
from collections_app.compliance.models import ContactProfile
from collections_app.compliance.policy_forms import ContactVersionForm, FollowProfileForm
from collections_app.compliance.policy_labels import PARAMETER_NAMES, parameter_value
from collections_app.compliance.queries.profiles import PARAMETERS, in_force, profiles, uses, version_lines
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date
from collections_app.shared.web import ActorRequest, needs, show_refusal


@needs("compliance.view")
@require_GET
def contact_policies(request: ActorRequest) -> HttpResponse:
    """Every profile with the version in force, side by side, and who follows which."""
    page = _list_page(request, FollowProfileForm())
    if "format" in request.GET:
        shown = [(profile.code, version) for profile, version in page["profiles"]]
        return export(request, "contact-policies", *_side_by_side(shown))
    return render(request, "compliance/policies.html", page)


@needs("compliance.edit")
@require_http_methods(["POST"])
def follow(request: ActorRequest) -> HttpResponse:
    """Let a product or the installation follow a profile from a day on."""
    form = FollowProfileForm(request.POST)
    if form.is_valid() and _followed(request, form):
        return redirect("contact-policies")
    return render(request, "compliance/policies.html", _list_page(request, form), status=422)


@needs("compliance.view")
@require_GET
def contact_profile(request: ActorRequest, code: str) -> HttpResponse:
    """One profile: its versions, newest first, with what each changed."""
    page = _profile_page(request, _profile(code))
    if "format" in request.GET:
        shown = [(version.valid_from.isoformat(), version) for version in page["versions"]]
        return export(request, f"contact-policy-{page['profile'].code}", *_side_by_side(shown))
    return render(request, "compliance/policies_profile.html", page)


def _side_by_side(versions: list[tuple[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """A line a parameter, a column a version, in the reader's words."""
    return [_("Parameter"), *(name for name, _version in versions)], [
        [
            str(PARAMETER_NAMES.get(name, name)),
            *(parameter_value(name, getattr(version, name)) if version else "" for _name, version in versions),
        ]
        for name in PARAMETERS
    ]


@needs("compliance.edit")
@require_http_methods(["GET", "POST"])
def new_contact_version(request: ActorRequest, code: str) -> HttpResponse:
    """A rule change, prepared from the newest version."""
    here = _profile(code)
    versions = list(here.versions.all())
    if request.method == "GET":
        form = ContactVersionForm.beginning_with(versions[-1]) if versions else ContactVersionForm()
    else:
        form = ContactVersionForm(request.POST)
        if form.is_valid() and _written(request, code, form):
            return redirect("contact-profile", code)
    context = _profile_page(request, here) | {"form": form}
    return render(request, "compliance/policies_new_version.html", context, status=422 if form.errors else 200)


def _written(request: ActorRequest, code: str, form: ContactVersionForm) -> bool:
    said = _("Version written; it begins on %(day)s.")
    return version_written(request, form, partial(write_contact_version, profile=code), names=PARAMETERS, said=said)


def _followed(request: ActorRequest, form: FollowProfileForm) -> bool:
    given = form.cleaned_data
    try:
        use = follow_profile(
            actor=request.actor,
            product=given["product"].code if given["product"] else None,
            profile=given["profile"].code,
            valid_from=given["valid_from"],
            reason=given["reason"],
            at=clock.now(),
        )
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("It will be followed from %(day)s.") % {"day": local_date(use.valid_from)})
    return True


def _profile(code: str) -> ContactProfile:
    here = profiles().filter(code=code).first() if "\x00" not in code else None
    if here is None:
        raise Http404(code)
    return here


def _list_page(request: ActorRequest, form: FollowProfileForm) -> dict[str, Any]:
    on = clock.local_date()
    shown = [(profile, in_force(list(profile.versions.all()), on)) for profile in profiles()]
    may_edit = request.actor.may("compliance.edit")
    return {"profiles": shown, "parameters": PARAMETERS, "uses": uses(), "on": on, "form": form, "may_edit": may_edit}


def _profile_page(request: ActorRequest, here: ContactProfile) -> dict[str, Any]:
    versions, on = list(here.versions.all()), clock.local_date()
    return {
        "profile": here,
        "versions": versions[::-1],
        "lines": version_lines(versions),
        "in_force": in_force(versions, on),
        "parameters": PARAMETERS,
        "on": on,
        "may_edit": request.actor.may("compliance.edit"),
    }
