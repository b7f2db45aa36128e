"""Every list of the REST door says what it does not understand: no filter is ignored, no size of a page either."""

import re

import pytest
from django.urls import get_resolver
from rest_framework.generics import ListAPIView

from accounts.models import Delivery
from collections_app.nightly.models import Night
from collections_app.shared.endpoint import Endpoint
from collections_app.shared.inputs import PageInput
from tests.cases.desk import waiting
from tools.rest_table import addresses

pytestmark = pytest.mark.django_db
ROLES = ("manager", "administrator", "compliance", "integration")


def read(**rows):
    """Every address that can be asked, with its view. `rows`: what stands in it by name; the others are not there."""
    patterns = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    found = [(address, view) for address, view in addresses(patterns.url_patterns) if hasattr(view, "get")]
    return [(re.sub("<([^>]*)>", lambda name: str(rows.get(name[1], 0)), address), view) for address, view in found]


def lists():
    """The addresses of all lists that come in pages and stand alone."""
    return [address for address, view in read() if issubclass(view, ListAPIView) and "/0" not in address]


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


def test_every_address_refuses_what_it_does_not_read(cast):
    """Lists below a row look for it first; everything else does not."""
    day = "2025-03-10"
    Night.objects.create(date=day, shards=1, started_by="night", started_at=f"{day}T01:30+08:00")
    rows = {"case_id": waiting().pk, "delivery_id": Delivery.objects.create(recorded_on=day).pk}
    callers = [cast.api(role) for role in ROLES]
    answers = {
        address: {caller.get(f"/api/v1/{address}", {"colour": "red"}).status_code for caller in callers} - {403}
        for address, _view in read(**rows, day=day, figure="due")
    }
    assert len(answers) > 90
    both = [view for _address, view in read() if issubclass(view, Endpoint) and issubclass(view, ListAPIView)]
    assert {view.query for view in both} == {None}
    assert {address: codes for address, codes in answers.items() if codes != {400}} == {}


def test_the_size_of_a_page_is_the_same_everywhere():
    field = PageInput().fields["page_size"]
    assert (field.min_value, field.max_value) == (1, 500)
