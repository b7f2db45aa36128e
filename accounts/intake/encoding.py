"""Is this text, and in which encoding? Answered from the whole file, a piece at a time."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from accounts.intake.refusals import FileRefused

PIECE_BYTES = 1 << 20

_SIGNATURES = (
    (b"PK\x03\x04", "excel_sheet"),
    (b"\xd0\xcf\x11\xe0", "excel_sheet"),
    (b"\x1f\x8b", "compressed"),
    (b"\xff\xfe", "utf_16"),
    (b"\xfe\xff", "utf_16"),
)
CHINESE_PROVES_UTF_8 = 3
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A readable file: `encoding` as Python names it, `sha256` of its bytes, `size_bytes`."""

    encoding: str
    sha256: str
    size_bytes: int


def refuse_by_head(head: bytes) -> None:
    """Raise FileRefused when the first bytes tell that this is no CSV file: empty, Excel, compressed, UTF-16."""
    if not head.lstrip(codecs.BOM_UTF8).strip():
        raise FileRefused("empty")
    for signature, code in _SIGNATURES:
        if head.startswith(signature):
            raise FileRefused(code)


def refuse_by_size(size_bytes: int, *, limit_megabytes: int) -> None:
    """Raise FileRefused when a file is larger than the limit; 1 MB is 1024 x 1024 bytes."""
    if size_bytes > limit_megabytes << 20:
        raise FileRefused("too_large", megabytes=-(-size_bytes >> 20), limit=limit_megabytes)


def examine(path: Path, *, limit_megabytes: int) -> Examined:
    """Read every byte of `path` once or twice and say how to decode it.

    Holds one megabyte at a time. Raises FileRefused: `not_found`, `empty`, `excel_sheet`, `compressed`, `utf_16`,
    `too_large`; with the line `nul_bytes`, `undecodable`, `truncated`.
    Example: a file of GBK text is `Examined(encoding="gb18030", …)`; a UTF-8 file, with or without BOM, `utf-8-sig`.
    """
    if not path.is_file():
        raise FileRefused("not_found", name=path.name)
    size = path.stat().st_size
    refuse_by_size(size, limit_megabytes=limit_megabytes)
    with path.open("rb") as stream:
        refuse_by_head(stream.read(4096))
        sha256 = _digest_without_nul(stream)
        return Examined(encoding=_decodable(stream), sha256=sha256, size_bytes=size)


def _digest_without_nul(stream: BinaryIO) -> str:
    stream.seek(0)
    digest, lines = hashlib.sha256(), 1
    while piece := stream.read(PIECE_BYTES):
        found = piece.find(b"\0")
        if found >= 0:
            raise FileRefused("nul_bytes", line=lines + piece.count(b"\n", 0, found))
        lines += piece.count(b"\n")
        digest.update(piece)
    return digest.hexdigest()


def _decodable(stream: BinaryIO) -> str:
    """The encoding in which every byte makes sense; FileRefused when there is none.

    Damaged UTF-8 would often pass as GB18030 and land as nonsense. So a file in which UTF-8 made sense for a few
    Chinese characters, or up to its very last bytes, is held to be UTF-8.
    """
    fault = _first_fault(stream, "utf-8")
    if fault is None:
        return "utf-8-sig"
    if fault.at_end:
        raise FileRefused("truncated", line=fault.line)
    if fault.chinese_before >= CHINESE_PROVES_UTF_8 or _first_fault(stream, "gb18030") is not None:
        raise FileRefused("undecodable", line=fault.line)
    return "gb18030"


@dataclass(frozen=True)
class _Fault:
    line: int
    at_end: bool
    chinese_before: int


def _first_fault(stream: BinaryIO, encoding: str) -> _Fault | None:
    """Where `encoding` first fails to fit, or None when the whole file fits."""
    stream.seek(0)
    decoder, lines, chinese = codecs.getincrementaldecoder(encoding)("strict"), 1, 0
    while True:
        piece = stream.read(PIECE_BYTES)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as fault:
            before = fault.object[: fault.start]
            chinese += len(_CHINESE.findall(before.decode(encoding)))
            return _Fault(lines + before.count(b"\n"), at_end=not piece, chinese_before=chinese)
        if not piece:
            return None
        lines += piece.count(b"\n")
        if chinese < CHINESE_PROVES_UTF_8 and not text.isascii():
            chinese += len(_CHINESE.findall(text))
