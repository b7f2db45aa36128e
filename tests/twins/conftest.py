"""Committed portfolios are emptied between examples of one test."""

import pytest
from django.core.management import call_command


@pytest.fixture
def empty_portfolio(transactional_db):
    """Empties every table but for what migrations ship, for examples that commit."""

    def empty() -> None:
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)

    return empty
