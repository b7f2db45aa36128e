"""Words no text may contain: forbidden and allowed again, on the page and over REST; each with its day."""

from datetime import timedelta

import pytest

from collections_app.compliance.actions.phrases import new_phrase
from collections_app.compliance.actions.words import allow_word, forbid_word
from collections_app.compliance.models import ForbiddenWord
from collections_app.events.models import Event
from tests.accounts.desk import roles_let_in
from tests.compliance.debtors import MORNING
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db
PAGE = "/compliance/words/"
DETECTIVE = {"word": "detective", "why_en": "nobody here is one", "why_zh": "我行无此身份"}


def forbid(cast, role="compliance", **changed):
    return forbid_word(actor=cast.actor(role), **{**DETECTIVE, "at": MORNING, **changed})


def allow(cast, row, role="compliance"):
    return allow_word(actor=cast.actor(role), word_id=row.pk, at=MORNING + timedelta(days=1))


def approve(cast, text="The detective calls tomorrow.", **more):
    given = {"kind": "SCRIPT", "language": "en", "text": text, "at": MORNING}
    return new_phrase(actor=cast.actor("compliance"), **given | more)


def test_no_text_with_it_is_approved_until_it_is_allowed_again(cast):
    row = forbid(cast)
    assert refused(approve, cast=cast) == "forbidden_words"
    allow(cast, row)
    approve(cast)
    row.refresh_from_db()
    assert (row.added_at, row.retired_at) == (MORNING, MORNING + timedelta(days=1))
    assert (row.added_by, row.retired_by) == (cast.actor("compliance").label,) * 2
    kinds = list(Event.objects.filter(kind__startswith="forbidden_word").order_by("id").values_list("kind", flat=True))
    assert kinds == ["forbidden_word.added", "forbidden_word.retired"]


def test_a_word_is_forbidden_once_at_a_time(cast):
    row = forbid(cast)
    assert refused(forbid, cast=cast, word="Detective") == "taken"
    allow(cast, row)
    assert refused(allow, cast=cast, row=row) == "already_retired"
    forbid(cast)
    assert ForbiddenWord.objects.filter(word="detective").count() == 2


@pytest.mark.parametrize(
    ("changed", "code"), [({"word": " "}, "missing"), ({"why_zh": ""}, "missing"), ({"word": "x" * 41}, "too_long")]
)
def test_what_is_refused(cast, changed, code):
    assert refused(forbid, cast=cast, **changed) == code


def test_the_page_forbids_and_says_which_texts_in_use_contain_it(cast):
    approve(cast)
    browser = cast.browser("compliance")
    text = browser.post(PAGE, DETECTIVE, follow=True).content.decode()
    assert "Forbidden from now on." in text
    assert "1 text in use contains it" in text
    row = ForbiddenWord.objects.get(word="detective")
    assert "Allow again" in text
    assert "allowed" not in browser.post(f"{PAGE}{row.pk}/allow/").url
    assert "detective" not in browser.get("/compliance/phrases/").content.decode().split("Words no text")[1]
    twice = browser.post(PAGE, DETECTIVE | {"why_en": ""})
    assert (twice.status_code, "我行无此身份" in twice.content.decode()) == (422, True)
    assert browser.get(f"{PAGE}?format=csv").status_code == 200


def test_who_may(cast):
    assert cast.browser("lead").get(PAGE).status_code == 200
    assert "Forbid a word" not in cast.browser("lead").get(PAGE).content.decode()
    assert cast.browser("lead").post(f"{PAGE}1/allow/").status_code == 403
    assert refused(forbid, cast=cast, role="lead") == "forbidden"
    assert roles_let_in(cast, "/api/v1/forbidden-words", {}) == {"manager", "compliance"}


def test_over_rest(cast):
    api = cast.api("compliance")
    row = api.post("/api/v1/forbidden-words", DETECTIVE)
    assert (row.status_code, row.json()["word"]) == (201, "detective")
    gone = api.post(f"/api/v1/forbidden-words/{row.json()['id']}/retirement").json()
    assert gone["retired_at"] is not None
    still = cast.api("agent").get("/api/v1/forbidden-words", {"open": "true", "page_size": 500}).json()["results"]
    assert still
    assert "detective" not in [one["word"] for one in still]
