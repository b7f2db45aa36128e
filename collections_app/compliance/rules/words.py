"""Finding forbidden words in a text, however they are spaced, widened or cased."""

import re
import unicodedata
from collections.abc import Iterable

_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])[\W_]+(?=[\u4e00-\u9fff])")
_ENDINGS = "(?:s|es|'s|’s|ed|ing)?"


def found_words(text: str, words: Iterable[str]) -> list[str]:
    """Those of `words` that stand in `text`, by their place in it.

    A Chinese word is found anywhere, also when blanks or marks are set between its characters; a Latin one as a whole
    word, in any case and with its usual endings. Full-width letters count as plain ones.
    Example: `found_words("The Courts, 法 院", ["court", "法院"])` is `["court", "法院"]`; "courteous" holds neither.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    joined = _BETWEEN_HAN.sub("", plain)
    places = {word: place for word in words if (place := _place(word, plain, joined)) is not None}
    return sorted(places, key=lambda word: (places[word], word))


def _place(word: str, plain: str, joined: str) -> int | None:
    wanted = unicodedata.normalize("NFKC", word).casefold()
    if not wanted.isascii():
        return joined.find(wanted) if wanted in joined else None
    found = re.search(rf"(?<![a-z]){re.escape(wanted)}{_ENDINGS}(?![a-z])", joined)
    return found.start() if found else None
