"""The REST door of people. `urls` is its table of contents."""
