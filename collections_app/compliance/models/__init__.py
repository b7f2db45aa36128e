"""Tables of compliance. Policy versions and touches are append-only facts; a permit is a decision and how it ended."""

from .consent import Consent
from .permit import Channel, ContactRefusal, Override, Permit, Purpose, Touch
from .phrase import ForbiddenWord, Phrase
from .policy import ContactPolicyVersion, ContactProfile, ContactProfileUse, RegionZone
from .review import Breach
from .signal import StopSignal

__all__ = [
    "Breach",
    "Channel",
    "Consent",
    "ContactPolicyVersion",
    "ContactProfile",
    "ContactProfileUse",
    "ContactRefusal",
    "ForbiddenWord",
    "Override",
    "Permit",
    "Phrase",
    "Purpose",
    "RegionZone",
    "StopSignal",
    "Touch",
]
