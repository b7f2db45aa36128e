"""The base of every request body."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class Input(serializers.Serializer):
    """A request body that refuses fields it does not know: a misspelt optional field is an error, not a default."""

    def to_internal_value(self, data: Any) -> Any:
        if hasattr(data, "keys") and (unknown := sorted(set(data.keys()) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field here.")] for name in unknown})
        return super().to_internal_value(data)
