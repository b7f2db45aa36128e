"""The REST door of what the bank knows. `urls` is its table of contents."""
