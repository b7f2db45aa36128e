"""`/healthz`: does the web process reach its database?"""

from django.http import HttpRequest, JsonResponse

from . import sql


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers. Redis is not asked: without it pages work and only background work waits."""
    return JsonResponse({"status": "ok", "database": sql.value("SELECT 1") == 1})
