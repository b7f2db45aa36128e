"""The two pages of dated numbers: every version side by side, and a change from a day on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from accounts.queries import working_day
from collections_app.shared import clock
from collections_app.shared.errors import Refused
from collections_app.shared.templatetags.fairdue import local_date
from collections_app.shared.web import ActorRequest, show_refusal

from .forms import DatedForm, plain
from .numbers import Dated, Text


def side_by_side(
    request: ActorRequest,
    dated: Dated[Any],
    labels: Mapping[str, Text],
    *,
    shown: Callable[[Any, str], str] = lambda version, name: plain(getattr(version, name)),
) -> dict[str, Any]:
    """Context of a page that includes `accounts/_versions.html`; `shown`: a number as people read it."""
    versions = list(dated.every())
    return {
        "versions": versions,
        "in_force": dated.on(working_day(clock.now())),
        "lines": [(label, [shown(version, name) for version in versions]) for name, label in labels.items()],
        "may_edit": request.actor.may("policies.edit"),
    }


def as_table(page: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Head and lines of the same as a file."""
    head = [_("Valid from"), *(version.valid_from.isoformat() for version in page["versions"])]
    return head, [[str(label), *values] for label, values in page["lines"]]


def form_of(request: ActorRequest, kind: type[DatedForm], dated: Dated[Any]) -> DatedForm:
    """The form as sent, or prepared from the version that begins last."""
    if request.method == "POST":
        return kind(request.POST)
    return kind.beginning_with(dated.every().first() or dated.on(working_day(clock.now())))


def version_written(
    request: ActorRequest, form: Any, write: Callable[..., Any], *, names: Iterable[str], said: str
) -> bool:
    """Write what a valid form asks for and say so (`%(day)s`: its first day); a refusal goes to its field."""
    given = form.cleaned_data
    try:
        written = write(
            actor=request.actor,
            valid_from=given["valid_from"],
            numbers={name: given[name] for name in names},
            reason=given["reason"],
            at=clock.now(),
        )
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, said % {"day": local_date(written.valid_from)})
    return True
