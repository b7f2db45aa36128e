"""Letting a house rule be broken once: whose, which, why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collections_app.compliance.actions.overrides import grant_override
from collections_app.compliance.forms import OverrideForm
from collections_app.compliance.listing import visible_cardholders
from collections_app.compliance.standing_policies import house_rules, house_rules_of
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, needs, safe_next, show_refusal


@needs("compliance.override")
@require_http_methods(["GET", "POST"])
def new_override(request: ActorRequest) -> HttpResponse:
    """The form; `?cardholder=` names the customer, `?rule=` the rule that stood in the way, `?next=` where to go on."""
    asked = request.GET.get("cardholder", "")[:40].replace("\x00", "")
    initial = {"customer_no": asked, "rule": request.GET.get("rule", "")}
    form = OverrideForm(request.POST or None, initial=initial, rules=_rules(request, asked))
    if request.method == "POST" and form.is_valid() and _granted(request, form):
        return redirect(safe_next(request, f"{reverse('compliance')}?kind=overrides"))
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "compliance/new_override.html", context, status=422 if form.errors else 200)


def _rules(request: ActorRequest, customer_no: str) -> list[str]:
    """The house rules of this customer's policies, else those of every policy; nothing that is law."""
    today = clock.local_date()
    known = visible_cardholders(request.actor).filter(customer_no=customer_no).first() if customer_no else None
    return sorted(house_rules_of(known.pk, on=today) if known else house_rules(on=today))


def _granted(request: ActorRequest, form: OverrideForm) -> bool:
    given = dict(form.cleaned_data)
    found = visible_cardholders(request.actor).filter(customer_no=given.pop("customer_no")).first()
    if found is None:
        form.add_error("customer_no", _("There is no cardholder with this customer number."))
        return False
    try:
        override = grant_override(actor=request.actor, cardholder_id=found.pk, at=clock.now(), **given)
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(
        request,
        _("The next contact with %(customer)s may break this rule, once, within a day.")
        % {"customer": found.customer_no},
    )
    return override.pk is not None
