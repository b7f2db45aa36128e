"""What an outcome means for whom was spoken to: the right party, a failure, a conversation."""

from dataclasses import dataclass

FAIL = "FAIL"
TRIED = frozenset({"PHONE", "VISIT"})
"""Channels on which nobody reached is a failure to reach the debtor; a letter or message may still be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFact:
    """An outcome of the list, as its columns say."""

    code: str
    outcome_class: str
    right_party: bool = False
    rang: bool = True
    connected: bool = True
    conversation: bool = False
    effect: str = ""
    asks: str = ""
    channel: str = ""
    is_active: bool = True

    @property
    def protects(self) -> bool:
        """Asks us to stop or complains: such a word counts even from somebody who would not identify himself."""
        return self.effect.startswith("STOP:") or self.effect == "HOLD:COMPLAINT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a contact was: the right party reached, a failure to reach the debtor, and the flags that caps count."""

    right_party: bool
    failed: bool
    rang: bool
    connected: bool
    conversation: bool


def spoken(outcome: OutcomeFact, *, channel: str, inbound: bool, third_party: bool, verified: bool) -> Spoken:
    """What a contact was, from its outcome and whom it reached.

    The right party: someone who bears the debt or acts for who does, identity verified, about the debt. A third party
    never is, and with one there is no conversation about the debt. A miss at a third party's number is no failure to
    reach the debtor.
    Example: DECEASED, told by the emergency contact, is neither right party nor conversation; told by the verified
    representative of the estate it is both.
    """
    conversation = outcome.conversation and not third_party
    missed = outcome.outcome_class == FAIL and channel in TRIED
    return Spoken(
        right_party=conversation and verified,
        failed=missed and not inbound and not third_party,
        rang=outcome.rang,
        connected=outcome.connected,
        conversation=conversation,
    )


def contradiction(outcome: OutcomeFact) -> str:
    """The flag of a new outcome that contradicts another one, "" when they agree.

    The right party was spoken to about the debt, who spoke was connected, and nobody reached spoke about nothing.
    Example: FAIL with a conversation is `conversation`; the right party without one is `right_party`.
    """
    if outcome.conversation and (outcome.outcome_class == FAIL or not outcome.connected):
        return "conversation"
    if outcome.right_party and not outcome.conversation:
        return "right_party"
    if outcome.connected and not outcome.rang:
        return "connected"
    if outcome.effect.startswith("WILLINGNESS:") and not outcome.conversation:
        return "effect"
    return ""
