"""Reads of compliance: which policy holds, who may be reached now, what a decision looks at."""

from collections_app.compliance.labels import explain, rule_label

from .evidence import evidence_for
from .policies import Policies, contact_policies, policy_for
from .reach import Reach, reach
from .said import Said, said_of
from .stopped import who_stopped
from .zones import likely_zones

__all__ = [
    "Policies",
    "Reach",
    "Said",
    "contact_policies",
    "evidence_for",
    "explain",
    "likely_zones",
    "policy_for",
    "reach",
    "rule_label",
    "said_of",
    "who_stopped",
]
