"""A permit that runs, and what was said since it was given; no Django here."""

SAID = frozenset({"number_invalid", "cease", "attorney", "opt_out", "objection", "case_hold"})
"""Rules that come into force by somebody's word. Caps and hours were counted in when the permit was given."""


def is_overtaken(rule: str) -> bool:
    """Whether a number must not be dialled any more although leave was given; `rule`: what refuses it now, "" nothing.

    Example: leave at 10:03, a letter that says stop registered at 10:04.
    """
    return rule in SAID
