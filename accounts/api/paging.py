"""The one order of every list here."""

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor
from rest_framework.request import Request

from collections_app.shared.api import CursorPages


class OldestFirst(CursorPages):
    """In the order in which rows came: new rows stand on the last page, and no page shifts under a reader."""

    ordering = "id"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """As the base; a position that is no number is a cursor we never gave."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not str(cursor.position).isdecimal():
            raise NotFound(self.invalid_cursor_message)
        return cursor
