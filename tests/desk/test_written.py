"""Fields written without templates look as `{% field %}` shows them elsewhere."""

import re
from uuid import UUID

import pytest
from django.template import Context, Template
from django.utils import translation

from collections_app.arrangements.forms import PromiseForm
from collections_app.desk import written
from collections_app.desk.forms import AddressForm, HoldForm, LogForm, NumberForm, PersonForm, ReasonForm
from tests.accounts.cards import d

pytestmark = pytest.mark.django_db
SHOWN = Template("{% load fairdue %}{% field bound %}")
TYPED = {
    "note": '<b>"&\n',
    "inbound": "on",
    "contact_point_id": "7",
    "number": "'\"><script>",
    "outcome": "NO_ANSWER",
    "objects": "on",
    "follow_up_at": "2025-03-10T10:00",
    "promise-amount": "no money",
    "promise-day_1": "2025-03-12",
    "reason": "",
    "kind": "DISPUTE",
    "until": "soon",
    "verified": "on",
}
FORMS = {
    "log": lambda given: LogForm(
        given,
        company=True,
        numbers=[(7, "139****5678"), (8, "<8>")],
        initial={"submission": UUID(int=1), "follow_up_at": "2025-03-11T09:00", "inbound": True},
    ),
    "promise": lambda given: PromiseForm(given, prefix="promise", company=False, accounts=[(1, "A1")], on=d("03-10")),
    "hold": lambda given: HoldForm(given, auto_id="hold_%s"),
    "reason": lambda given: ReasonForm(given, auto_id="skip_%s"),
    "number": lambda given: NumberForm(given, auto_id="number_%s", parties=[]),
    "person": lambda given: PersonForm(given, auto_id="person_%s"),
    "address": lambda given: AddressForm(given, auto_id="address_%s"),
}


def plain(html: str) -> str:
    """Without the space between elements, which the templates leave."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html.replace("\n", " "))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("given", [None, TYPED], ids=["empty", "typed"])
@pytest.mark.parametrize("name", FORMS)
def test_a_field_looks_as_it_looks_elsewhere(name, given, language):
    with translation.override(language):
        form = FORMS[name](given)
        for bound in form.visible_fields():
            assert plain(written.field(bound)) == plain(SHOWN.render(Context({"bound": bound}))), bound.name
        assert plain(written.hidden_fields(form)) == plain("".join(str(bound) for bound in form.hidden_fields()))


def test_what_was_typed_is_escaped():
    form = FORMS["log"](TYPED)
    assert "<script>" not in written.field(form["number"])
    assert "<b>" not in written.field(form["note"])
