"""The small dialogs of the case page: what was typed stays in them when it is refused."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from collections_app.cases.models import Case
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.web import ActorRequest, show_refusal

from .page import case_context


def dialog(
    request: ActorRequest, case: Case, form: BaseForm, act: Callable[[], None], *, name: str
) -> HttpResponse | None:
    """Do it when the form is valid: None. Else the case page with this dialog open and the reason in it."""
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return None
    context = case_context(request, case, at=clock.now()) | {name: form, f"open_{name}": True}
    return render(request, "desk/case.html", context, status=422)
