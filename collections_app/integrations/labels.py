"""What a failed delivery is called on a page, by its code."""

from django.utils.translation import gettext_lazy as _

ERROR_LABELS = {
    "not_an_address": _("This is no address a webhook can call."),
    "not_https": _("A webhook calls https only."),
    "private_address": _("This leads to a private network; only hosts allowed by the settings may."),
    "unknown_host": _("Nobody knows this host name."),
    "refused": _("Nobody listens there."),
    "timeout": _("No answer within five seconds."),
    "tls": _("The certificate or the encryption is wrong."),
    "broke_off": _("The connection broke off."),
    "not_http": _("The answer is no HTTP."),
    "redirect": _("It was sent elsewhere; redirects are not followed."),
    "secret": _("Its secret cannot be read; was FIELD_KEY changed?"),
    "status": _("The receiver did not take it."),
}


def error_in_words(code: str) -> str:
    """What went wrong with a delivery, in the reader's language; "" where nothing did. Example: `"timeout"`."""
    return str(ERROR_LABELS.get(code, code))
