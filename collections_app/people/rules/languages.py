"""Languages and dialects a cardholder may want to be spoken to in, as bank files name them (ISO 639)."""

from collections.abc import Collection

LANGUAGES = ("zh", "yue", "wuu", "nan", "hak", "hsn", "gan", "bo", "ug", "mn", "en")


def foreign_to(spoken: Collection[str]) -> list[str]:
    """The languages somebody does not speak who speaks these; none where none is on record.

    Only those of LANGUAGES: what a bank file calls otherwise nobody can have on record, and it is foreign to nobody.
    Example: `foreign_to(["zh", "yue"])` has en and hak, but neither zh nor fr.
    """
    return [language for language in LANGUAGES if language not in spoken] if spoken else []
