"""Approved texts: who is calling and what may be said, bucket by bucket, language by language."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models.derived import DelinquencyBucket
from collections_app.compliance.actions.phrases import new_phrase, retire_phrase
from collections_app.compliance.forms import PhraseForm
from collections_app.compliance.listing import phrases as all_phrases
from collections_app.compliance.models import ForbiddenWord, Phrase
from collections_app.compliance.outcomes import outcome_names
from collections_app.events.exports import export
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page
from collections_app.shared.tables import Column, table_of
from collections_app.shared.web import ActorRequest, needs, show_refusal

BUCKETS = {bucket.name: bucket for bucket in DelinquencyBucket if bucket != DelinquencyBucket.CURRENT}
BY_BUCKET = ["place", "language", "kind", "outcome", "id"]
COLUMNS: list[Column] = [
    ("bucket", lambda phrase: "" if phrase.bucket is None else DelinquencyBucket(phrase.bucket).label),
    ("kind", "kind"),
    ("language", "language"),
    ("outcome", "outcome"),
    ("text", "text"),
    ("approved_by", "approved_by.display_name"),
    ("approved_at", "approved_at"),
    ("retired_at", "retired_at"),
]


@needs("compliance.view")
@require_http_methods(["GET", "POST"])
def phrases(request: ActorRequest) -> HttpResponse:
    """The list, and the form that approves a text."""
    form = PhraseForm(request.POST or None, initial={"language": request.GET.get("language", "")})
    if request.method == "POST" and form.is_valid() and _approved(request, form):
        return redirect(_here(request))
    if "format" in request.GET:
        return export(request, "phrases", *table_of(_wanted(request).order_by(*BY_BUCKET), COLUMNS))
    page = cursor_page(_wanted(request), order=BY_BUCKET, cursor=request.GET.get("cursor", ""), size=50)
    context = {
        "page": page,
        "lines": _lines(page.rows),
        "buckets": list(BUCKETS),
        "languages": settings.LANGUAGES,
        "chosen": {name: request.GET.get(name, "") for name in ("bucket", "language", "retired")},
        "query": request.GET.urlencode(),
        "words": ForbiddenWord.objects.filter(retired_at=None).order_by("id"),
        "form": form,
        "may_edit": request.actor.may("compliance.edit"),
    }
    return render(request, "compliance/phrases.html", context, status=422 if form.errors else 200)


@needs("compliance.edit")
@require_POST
def retire(request: ActorRequest, phrase_id: int) -> HttpResponse:
    """Take a text out of use, and show the list as it was."""
    try:
        retire_phrase(actor=request.actor, phrase_id=phrase_id, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Taken out of use; it stays on record."))
    return redirect(_here(request))


def _wanted(request: ActorRequest) -> QuerySet[Phrase]:
    """What the address asks for; a bucket or language nobody knows narrows nothing."""
    rows = all_phrases().annotate(place=Coalesce("bucket", -1))
    if not request.GET.get("retired"):
        rows = rows.filter(retired_at=None)
    bucket = BUCKETS.get(request.GET.get("bucket", "").replace("M4+", "M4P").replace("M4 ", "M4P"))
    if bucket is not None:
        rows = rows.filter(bucket=bucket)
    if request.GET.get("language") in dict(settings.LANGUAGES):
        rows = rows.filter(language=request.GET["language"])
    return rows


def _lines(rows: Iterable[Phrase]) -> list[tuple[Phrase, str, str]]:
    """Each text with the code of its bucket and the name of its outcome, both "" for any."""
    names = outcome_names()
    return [(row, _bucket_code(row), names.get(row.outcome, row.outcome)) for row in rows]


def _bucket_code(phrase: Phrase) -> str:
    return "" if phrase.bucket is None else DelinquencyBucket(phrase.bucket).name


def _approved(request: ActorRequest, form: PhraseForm) -> bool:
    given: dict[str, Any] = form.cleaned_data
    try:
        new_phrase(actor=request.actor, at=clock.now(), **given)
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        show_refusal(form, refused)
        return False
    messages.success(request, _("Approved; it may be said from now on."))
    return True


def _here(request: ActorRequest) -> str:
    return f"{reverse('phrases')}?{request.GET.urlencode()}"
