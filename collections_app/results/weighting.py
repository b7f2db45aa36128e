"""Which weightings a scorecard may have, said to whoever writes one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from collections_app.results.rules.scorecard import PARTS, Wrong, wrong_weights
from collections_app.shared.errors import Refused


def must_be_allowed(numbers: Mapping[str, Any]) -> None:
    """Raises Refused at its field: `recovery_too_heavy` (50 or more), `compliance_too_light`, `not_a_hundred`."""
    wrong = wrong_weights(**{name: numbers[name] for name in PARTS})
    if wrong is not None:
        raise Refused(wrong.code, _why(wrong, numbers), field=wrong.field)


def _why(wrong: Wrong, numbers: Mapping[str, Any]) -> str:
    words = {
        "recovery_too_heavy": _(
            "Recovered money may not decide: its weight is %(recovery)s and must stay below 50 (Art. 66)."
        ),
        "compliance_too_light": _(
            "Compliance and quality must outweigh recovery: %(compliance)s is not more than %(recovery)s (NOTICE-13)."
        ),
        "not_a_hundred": _("The four weights add up to %(sum)s; they must add up to 100."),
    }
    return words[wrong.code] % {**numbers, "sum": sum(numbers[name] for name in PARTS)}
