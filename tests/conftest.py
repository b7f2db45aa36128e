"""What every test may use: the cast. Stories live beside the tests that need them."""

from .cast import cast

__all__ = ["cast"]
