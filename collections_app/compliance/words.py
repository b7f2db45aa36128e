"""Words no phrase may contain, and how they are found in a text."""

from collections_app.compliance.models import ForbiddenWord, Phrase
from collections_app.compliance.rules.words import found_words


def check_words(text: str) -> list[ForbiddenWord]:
    """The forbidden words in `text`, in the order in which they stand there; empty when it may be said.

    Example: `check_words("这里是法院")` finds 法院; `check_words("A courteous reminder")` finds nothing.
    """
    known = {word.word: word for word in ForbiddenWord.objects.filter(retired_at=None)}
    return [known[word] for word in found_words(text, known)]


def texts_with(word: str) -> list[Phrase]:
    """The texts in use that contain a word: approved before it was forbidden."""
    return [phrase for phrase in Phrase.objects.filter(retired_at=None) if found_words(phrase.text, [word])]
