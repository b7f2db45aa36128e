"""The code an action is refused with."""

import pytest

from collections_app.shared.errors import Refused


def refused(action, **arguments) -> str:
    with pytest.raises(Refused) as caught:
        action(**arguments)
    return caught.value.code
