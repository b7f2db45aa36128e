"""Whom a case lets us reach now, over REST: what an agent sees beside the numbers of the case page."""

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from collections_app.cases.queries import context_of, visible_cases
from collections_app.compliance.models import Channel, Purpose
from collections_app.compliance.queries import Reach, explain, reach
from collections_app.shared import clock
from collections_app.shared.actor import Actor
from collections_app.shared.inputs import Input


class ReachInput(Input):
    """For which contact the numbers are judged. A third party is judged for LOCATE, whatever is asked."""

    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.PHONE)
    purpose = serializers.ChoiceField(choices=Purpose.choices, default=Purpose.COLLECT)


class ReachOutput(serializers.Serializer):
    """A number, masked, and whether it may be contacted now; only a permit gives leave and the number itself.

    `until`: as long as it may, null when it may not; `rule` and `text`: why not, `next_allowed_at`: from when, null
    when no date is known. `cap`: tries a day, null where the profile has no such cap.
    """

    contact_point_id = serializers.IntegerField()
    kind = serializers.CharField()
    masked = serializers.CharField()
    status = serializers.CharField()
    role = serializers.CharField()
    related_party_id = serializers.IntegerField(allow_null=True)
    party_name_masked = serializers.CharField()
    third_party = serializers.BooleanField()
    channel = serializers.CharField()
    purpose = serializers.CharField()
    allowed = serializers.BooleanField(source="decision.allowed")
    until = serializers.DateTimeField(source="decision.until", allow_null=True)
    rule = serializers.CharField(source="decision.rule")
    text = serializers.SerializerMethodField()
    next_allowed_at = serializers.DateTimeField(source="decision.next_allowed_at", allow_null=True)
    tries_today = serializers.IntegerField()
    cap = serializers.IntegerField(allow_null=True)

    @extend_schema_field(serializers.CharField(help_text="The answer in plain words, in the caller's language."))
    def get_text(self, point: Reach) -> str:
        return explain(point.decision)


def reached(actor: Actor, case_id: int, *, channel: str, purpose: str) -> list[Reach]:
    """Every number of a case the actor may see, judged now; else 404."""
    case = visible_cases(actor).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return reach([context_of(case)], at=clock.now(), channel=channel, purpose=purpose).get(case.pk, [])
