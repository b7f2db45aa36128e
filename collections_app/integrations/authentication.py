"""`Authorization: Api-Key …` at the REST door."""

import re
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from collections_app.people.models import User
from collections_app.shared import clock

from .models import ApiKey

WORD = "Api-Key"
USE_IS_NOTED_EVERY = timedelta(minutes=1)
_KEY = re.compile(r"[A-Za-z0-9]{8}\.[A-Za-z0-9]{32}")


class ApiKeyAuthentication(BaseAuthentication):
    """Lets a machine in by its key. Whatever is wrong, the answer is the same: nobody learns which there are."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        word, _blank, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if word.lower() != WORD.lower():
            return None
        found = _usable(key.strip())
        if found is None:
            raise AuthenticationFailed(_("This API key is wrong, has expired or was revoked."), code="wrong_api_key")
        _note_use(found)
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return WORD


def _usable(key: str) -> ApiKey | None:
    """The row of a key that opens the door now. The library compares the hash of the whole key in constant time."""
    if not _KEY.fullmatch(key):
        return None
    row = ApiKey.objects.select_related("user").filter(prefix=key.partition(".")[0], revoked=False).first()
    if row is None or not row.is_valid(key):
        return None
    ended = row.expiry_date is None or row.expiry_date <= clock.now()
    return None if ended or not row.user.is_active else row


def _note_use(key: ApiKey) -> None:
    now = clock.now()
    if key.last_used_at is not None and now - key.last_used_at < USE_IS_NOTED_EVERY:
        return
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_IS_NOTED_EVERY)
    ApiKey.objects.filter(long_ago, pk=key.pk).update(last_used_at=now)


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """What the OpenAPI file says of it."""

    target_class = ApiKeyAuthentication
    name = "apiKeyAuth"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        description = "The word `Api-Key`, a blank, and the key; see docs/how-to/api-keys.md."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": description}
