"""Why a whole file is refused, in words. Nothing of a refused file lands."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from collections_app.shared.errors import Refused

WORDING = {
    "empty": _("The file is empty. A bank file begins with a header row."),
    "excel_sheet": _("This is an Excel workbook. Save it as “CSV UTF-8” and deliver that file."),
    "compressed": _("This is a compressed file. Unpack it and deliver the CSV file inside."),
    "utf_16": _("The file is UTF-16 text. Save it as UTF-8 or GBK."),
    "nul_bytes": _("Line %(line)s holds a NUL byte: the file is not text or was damaged on its way."),
    "undecodable": _("Line %(line)s is neither UTF-8 nor GBK text. Save the file as UTF-8."),
    "too_large": _("The file has %(megabytes)s MB; %(limit)s MB is the limit. Split it and deliver the parts."),
    "no_header": _("The first row names no column of the layout “%(layout)s”. A bank file begins with a header row."),
    "wrong_separator": _("The header row is not separated by commas."),
    "repeated_columns": _("The header names a column twice: %(columns)s."),
    "unknown_columns": _("The header has columns that the layout “%(layout)s” does not know: %(columns)s."),
    "missing_columns": _("The header lacks columns that the layout “%(layout)s” needs: %(columns)s."),
    "unknown_layout": _("There is no layout “%(layout)s”."),
    "truncated": _("The file ends in the middle of line %(line)s: it was cut off on its way. Fetch it again."),
    "feed_day_layout": _("A feed day belongs to a file of entries; this is a file of %(layout)s."),
    "not_found": _("There is no file “%(name)s”."),
    "interrupted": _("Taking the file in was interrupted. Deliver it again; rows that landed stay as they are."),
    "failed": _("Taking the file in failed and nothing of it landed. The reason stands in the server's log."),
}


def wording(code: str, data: dict[str, Any]) -> str:
    """The refusal in the reader's language; empty for a delivery that was not refused."""
    return str(WORDING[code]) % data if code in WORDING else ""


class FileRefused(Refused):
    """The whole file is refused; `data` fills the wording and is stored with the delivery."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, wording(code, data), field="file")
        self.data = data
