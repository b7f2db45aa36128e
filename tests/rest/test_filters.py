"""Every list of the REST door says what it does not understand: no filter is ignored, no size of a page either."""

import pytest
from django.urls import get_resolver
from rest_framework.generics import ListAPIView

from collections_app.shared.inputs import PageInput
from tools.rest_table import addresses

pytestmark = pytest.mark.django_db
ROLES = ("manager", "administrator", "compliance", "integration")


def lists():
    """The addresses of all lists that come in pages and stand alone."""
    patterns = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    return sorted(
        address
        for address, view in addresses(patterns.url_patterns)
        if issubclass(view, ListAPIView) and "<" not in address
    )


@pytest.mark.parametrize(
    ("name", "value"), [("colour", "red"), ("page_size", "0"), ("page_size", "501"), ("page_size", "x")]
)
def test_what_a_list_does_not_know_is_refused_by_name(cast, name, value):
    callers = [cast.api(role) for role in ROLES]
    found = lists()
    assert len(found) > 25
    for address in found:
        answers = [caller.get(f"/api/v1/{address}", {name: value}) for caller in callers]
        heard = [answer for answer in answers if answer.status_code != 403]
        assert heard, address
        for answer in heard:
            assert (address, answer.status_code) == (address, 400)
            errors = answer.json()["errors"]
            missing = {error["code"] for error in errors} == {"required"}  # a list that asks for something first
            assert missing or name in {error["field"] for error in errors}, address


def test_the_size_of_a_page_is_the_same_everywhere():
    field = PageInput().fields["page_size"]
    assert (field.min_value, field.max_value) == (1, 500)
