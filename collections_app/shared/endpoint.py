"""The base of a REST address that is no list in pages: what it is asked behind its `?`, and nothing else."""

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from .inputs import Input, asked


class Endpoint(APIView):
    """Refuses by name what stands behind `?` and is not read, before anything is looked up: it may be misspelt.

    `query` is what is read, nothing unless a view says so, and then stands in `asked`. None: filters read it, as those
    of a list in pages do, which refuse by themselves.
    """

    query: type[Input] | None = Input
    asked: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the caller is known and may come in, his question is read."""
        super().initial(request, *args, **kwargs)
        if self.query is not None and request.method in ("GET", "HEAD"):
            self.asked = asked(self.query, request)
