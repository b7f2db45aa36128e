"""The one expected exception of the starter: something a person can act on."""


class Problem(Exception):
    """Shown as one clear sentence on standard error, never as a traceback; exit code 1."""
