"""A profile of our own: made from one that is there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collections_app.compliance.actions.policies import open_contact_profile
from collections_app.compliance.models import ContactProfile
from collections_app.compliance.policy_forms import NewProfileForm
from collections_app.compliance.queries.profiles import PARAMETERS, profiles
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, show_refusal


@needs("compliance.edit")
@require_http_methods(["GET", "POST"])
def new_profile(request: ActorRequest, code: str) -> HttpResponse:
    """The form, filled in with the newest version of the profile `code`."""
    base = profiles().filter(code=code).first() if "\x00" not in code else None
    newest = list(base.versions.all())[-1:] if base else []
    if base is None or not newest:
        raise Http404(code)
    form = NewProfileForm(request.POST) if request.method == "POST" else NewProfileForm.beginning_with(newest[0])
    if request.method == "POST" and form.is_valid() and _opened(request, base, form):
        return redirect("contact-profile", form.cleaned_data["code"])
    context = {"base": base, "form": form}
    return render(request, "compliance/policies_new_profile.html", context, status=422 if form.errors else 200)


def _opened(request: ActorRequest, base: ContactProfile, form: NewProfileForm) -> bool:
    given = form.cleaned_data
    try:
        open_contact_profile(
            actor=request.actor,
            based_on=base.code,
            numbers={name: given[name] for name in PARAMETERS},
            at=clock.now(),
            **{name: given[name] for name in ("code", "name_en", "name_zh", "valid_from", "reason")},
        )
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("The profile is open. Nobody follows it yet: choose who shall, and from when."))
    return True
