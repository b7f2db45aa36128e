"""The REST door of compliance. `urls` is its table of contents."""
