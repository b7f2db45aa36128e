"""What came of a delivery that failed or was withheld, in words, by its code."""

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
    "restricted": _("Not sent: the webhook's owner may not open this file."),
    "owner": _("Not sent: the webhook's owner may not see events any more."),
}


def error_in_words(code: str) -> str:
    """What went wrong with a delivery, or why it was withheld; "" where all is well. Example: `"timeout"`."""
    return str(ERROR_LABELS.get(code, code))
