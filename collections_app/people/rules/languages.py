"""Languages and dialects a cardholder may want to be spoken to in, as bank files name them (ISO 639)."""

LANGUAGES = ("zh", "yue", "wuu", "nan", "hak", "hsn", "gan", "bo", "ug", "mn", "en")
