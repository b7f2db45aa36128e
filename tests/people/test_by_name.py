"""`{% by_name label %}`: who stands behind the label of an actor."""

import pytest
from django.template import Context, Template

pytestmark = pytest.mark.django_db
SHOWN = Template("{% load people %}{% for label in labels %}[{% by_name label %}]{% endfor %}")


def test_a_user_by_name_the_night_as_words_and_everything_else_as_it_is(cast, django_assert_num_queries):
    lead = cast.actor("lead").label
    labels = [lead, "night", "shipped", "command:nightly", "user:999999", lead]
    with django_assert_num_queries(2):
        shown = SHOWN.render(Context({"labels": labels}))
    assert shown == "[The lead][the night][shipped with Fairdue][system: nightly][user:999999][The lead]"
