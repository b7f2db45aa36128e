"""What logging an outcome changes; one code per change, kept with the outcome."""

from dataclasses import dataclass

NUMBER_INVALID = "NUMBER_INVALID"
NUMBER_VERIFIED = "NUMBER_VERIFIED"
CONSENT_CALLBACK = "CONSENT_CALLBACK"
HOLD = "HOLD"
STOP = "STOP"
WILLINGNESS = "WILLINGNESS"

EFFECTS: tuple[str, ...] = (
    "",
    NUMBER_INVALID,
    CONSENT_CALLBACK,
    "HOLD:DISPUTE",
    "HOLD:FRAUD_CLAIM",
    "HOLD:HARDSHIP",
    "HOLD:COMPLAINT",
    "HOLD:BANKRUPTCY",
    "HOLD:DECEASED",
    "STOP:CEASE",
    "STOP:ATTORNEY",
    "STOP:OPT_OUT",
    "WILLINGNESS:WILLING",
    "WILLINGNESS:UNDECIDED",
    "WILLINGNESS:REFUSES",
)
"""Every effect an outcome may have; one each, "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changes: `kind` is a name of this file, `value` which hold, signal or willingness."""

    kind: str
    value: str = ""

    @property
    def is_of_the_number(self) -> bool:
        """Whether it changes what may be done with one number rather than with the person."""
        of_it = (NUMBER_INVALID, NUMBER_VERIFIED, CONSENT_CALLBACK)
        return self.kind in of_it or (self.kind, self.value) == (STOP, "OBJECTION")

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind


def changes(
    effect: str,
    *,
    willingness: str = "",
    objects: bool = False,
    has_number: bool = True,
    calls_back: bool = True,
    his_number: bool = False,
) -> tuple[Change, ...]:
    """What a contact changes, in the order it is done.

    `willingness` is what the agent heard; it wins over what the outcome suggests. `objects`: a third party wants no
    more contact. Without a number none is retired or closed to us; without a day to call back nothing is agreed.
    `his_number`: whose number it is spoke on it himself, identity verified; that verifies the number.
    Example: `changes("HOLD:DISPUTE", willingness="REFUSES")` is a hold DISPUTE, then the willingness REFUSES.
    """
    kind, _, value = effect.partition(":")
    found = []
    if kind in (HOLD, STOP) or (kind == NUMBER_INVALID and has_number) or (kind == CONSENT_CALLBACK and calls_back):
        found.append(Change(kind=kind, value=value))
    if his_number and kind != NUMBER_INVALID:
        found.append(Change(kind=NUMBER_VERIFIED))
    if objects and has_number:
        found.append(Change(kind=STOP, value="OBJECTION"))
    heard = willingness or (value if kind == WILLINGNESS else "")
    if heard:
        found.append(Change(kind=WILLINGNESS, value=heard))
    return tuple(found)
