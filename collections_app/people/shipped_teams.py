"""The teams a new installation begins with; people rename, close and add their own."""

from typing import Any

TEAMS = (
    {"code": "front-end", "name_en": "Front end", "name_zh": "前端催收组", "tier": "FRONT"},
    {"code": "mid-end", "name_en": "Mid end", "name_zh": "中端催收组", "tier": "MID"},
    {"code": "back-end", "name_en": "Back end", "name_zh": "后端催收组", "tier": "BACK"},
    {"code": "field-visits", "name_en": "Field visits", "name_zh": "外访组", "tier": "FIELD"},
    {"code": "legal-desk", "name_en": "Legal desk", "name_zh": "诉讼组", "tier": "LEGAL"},
)


def ship(team_model: Any) -> None:
    """Create the teams that are not there yet; takes the model so that a migration can pass its own."""
    for team in TEAMS:
        team_model.objects.get_or_create(code=team["code"], defaults=team)
