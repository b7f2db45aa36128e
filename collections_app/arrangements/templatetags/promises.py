"""How promises look: `{% load promises %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.dated.forms import plain
from accounts.templatetags.accounts import rate
from collections_app.arrangements.labels import SHARES, STATUS_TAGS, reason_label, speaker_label
from collections_app.arrangements.models import PromisePolicy
from collections_app.arrangements.models.promise import PromiseStatus

register = template.Library()
register.filter("reason_words", reason_label)
register.filter("speaker_words", speaker_label)


@register.filter
def promise_status(status: str) -> SafeString:
    """The status of a promise or an instalment as a tag, its text always in it."""
    return format_html('<span class="tag {}">{}</span>', STATUS_TAGS.get(status, ""), PromiseStatus(status).label)  # type: ignore[call-overload]


def number_of(policy: PromisePolicy, name: str) -> str:
    """A number of a policy without the zeros nobody typed; a share of one as a percentage: 0.900000 as 90 %."""
    value = getattr(policy, name)
    return rate(value) if name in SHARES else plain(value)
