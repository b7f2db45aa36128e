"""Words no text may contain: the list, with those that are allowed again, edited in place."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from collections_app.compliance.actions.words import allow_word, forbid_word
from collections_app.compliance.forms import WordForm
from collections_app.compliance.models import ForbiddenWord
from collections_app.compliance.words import texts_with
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

COLUMNS: list[Column] = [
    ("word", "word"),
    ("why_en", "why_en"),
    ("why_zh", "why_zh"),
    ("added_at", "added_at"),
    ("retired_at", "retired_at"),
]


@needs("compliance.view")
@require_http_methods(["GET", "POST"])
def words(request: ActorRequest) -> HttpResponse:
    """The list, the newest first, and the form that forbids a word."""
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _forbidden(request, form):
        return redirect("forbidden-words")
    rows = ForbiddenWord.objects.all()
    if "format" in request.GET:
        return export(request, "forbidden-words", *table_of(rows.order_by("id"), COLUMNS))
    context = {
        "page": cursor_page(rows, order=["-id"], cursor=request.GET.get("cursor", ""), size=50),
        "form": form,
        "may_edit": request.actor.may("compliance.edit"),
    }
    return render(request, "compliance/words.html", context, status=422 if form.errors else 200)


@needs("compliance.edit")
@require_POST
def allow(request: ActorRequest, word_id: int) -> HttpResponse:
    """Let texts contain a word again."""
    try:
        allow_word(actor=request.actor, word_id=word_id, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Texts may contain it again; that it was forbidden stays on record."))
    return redirect("forbidden-words")


def _forbidden(request: ActorRequest, form: forms.Form) -> bool:
    try:
        row = forbid_word(actor=request.actor, at=clock.now(), **form.cleaned_data)
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        show_refusal(form, refused)
        return False
    messages.success(request, _("Forbidden from now on."))
    if found := len(texts_with(row.word)):
        said = ngettext(
            "%(count)s text in use contains it: look at it now.",
            "%(count)s texts in use contain it: look at them now.",
            found,
        )
        messages.warning(request, said % {"count": found})
    return True
