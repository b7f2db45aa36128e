"""The REST door of contacts: parse, call, answer."""
