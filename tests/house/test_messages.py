"""Every text people see has a Chinese translation, and the compiled catalogues are current."""

import pytest

from tools import messages


@pytest.mark.parametrize("package", messages.packages())
def test_translations_are_complete_and_current(package):
    assert messages.check([package]) == []
