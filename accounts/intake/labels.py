"""What layouts are called on a screen."""

from django.utils.translation import gettext_lazy as _

LAYOUT_LABELS = {
    "cardholders": _("cardholders"),
    "accounts": _("card accounts"),
    "statements": _("statements"),
    "entries": _("ledger entries"),
}
