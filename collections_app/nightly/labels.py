"""How problems of a night are called for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, str | Promise] = {
    "fingerprint": _("Replayed from its facts, the account does not come out as the night left it."),
    "balance": _("The balance kept is not the sum of the ledger entries."),
    "not_replayed": _("Accounts marked for replay were not replayed."),
}


def problem_text(reason: str) -> str:
    """The sentence for a reason; the code itself for one nobody has named yet."""
    return str(PROBLEMS.get(reason, reason))
