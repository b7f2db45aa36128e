"""Approved texts and the words none of them may contain."""

import pytest
from django.utils import translation

from collections_app.compliance.actions.phrases import new_phrase, retire_phrase
from collections_app.compliance.listing import phrases_in_use
from collections_app.compliance.models import ForbiddenWord, Phrase
from collections_app.compliance.rules.words import found_words
from collections_app.compliance.words import check_words
from collections_app.shared.errors import Refused
from tests.accounts.desk import roles_let_in
from tests.compliance.debtors import DESK, MORNING
from tests.compliance.refusing import refused

pytestmark = pytest.mark.django_db
GOOD = {"kind": "SCRIPT", "language": "en", "bucket": 2, "text": "Let us look together at what is past due."}


def approve(**changes):
    return new_phrase(actor=changes.pop("actor", DESK), at=MORNING, **{**GOOD, **changes})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这里是法院", ["法院"]),
        ("我是司法组的律师", ["司法", "律师"]),
        ("法 院、法·院", ["法院"]),
        ("ＣＯＵＲＴ", ["court"]),
        ("The Police and two lawyers", ["police", "lawyer"]),
        ("you will be arrested", ["arrest"]),
        ("A courteous reminder from the card centre", []),
        ("方法。院子", ["法院"]),
        ("请按时还款", []),
        ("", []),
    ],
)
def test_forbidden_words_are_found_however_they_are_written(text, found):
    assert found_words(text, ["法院", "司法", "律师", "court", "police", "lawyer", "arrest"]) == found


def test_what_ships_breaks_no_rule_of_its_own():
    assert Phrase.objects.count() == 20
    assert [phrase.text for phrase in Phrase.objects.all() if check_words(phrase.text)] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("bucket", [1, 2, 3, 4])
def test_every_called_bucket_has_an_identity_and_a_script_in_both_languages(bucket, language):
    kinds = [phrase.kind for phrase in phrases_in_use(language=language, bucket=bucket)]
    assert {"IDENTITY", "SCRIPT"} <= set(kinds)


@pytest.mark.parametrize("word", ["司法", "法院", "公安", "检察", "律师", "警察", "逮捕", "坐牢"])
def test_a_text_with_a_forbidden_word_is_refused_by_name_with_why(word):
    with pytest.raises(Refused) as caught, translation.override("zh-hans"):
        approve(language="zh-hans", text=f"我们将联系{word}")
    assert (caught.value.code, caught.value.field) == ("forbidden_words", "text")
    assert word in caught.value.message
    assert ForbiddenWord.objects.get(word=word).why_zh in caught.value.message


@pytest.mark.parametrize("word", ["court", "police", "arrest", "lawyer", "jail"])
def test_the_same_in_english(word):
    with pytest.raises(Refused) as caught:
        approve(text=f"We will bring in the {word}.")
    assert ForbiddenWord.objects.get(word=word).why_en in caught.value.message


def test_the_closest_text_comes_first():
    anywhere = approve(bucket=None, text="Thank you for your time.")
    exact = approve(outcome="RPC_EXCUSE", text="Which day is realistic?")
    found = phrases_in_use(language="en", bucket=2, outcome="RPC_EXCUSE")
    scripts = [phrase.pk for phrase in found if phrase.kind == "SCRIPT"]
    assert scripts.index(exact.pk) < scripts.index(anywhere.pk)
    assert scripts[-1] == anywhere.pk


def test_a_retired_text_is_not_used_any_more_and_stays_on_record(cast):
    phrase = approve()
    assert phrase in phrases_in_use(language="en", bucket=2)
    retire_phrase(actor=cast.actor("compliance"), phrase_id=phrase.pk, at=MORNING)
    assert phrase not in phrases_in_use(language="en", bucket=2)
    assert Phrase.objects.filter(pk=phrase.pk).exists()
    again = {"actor": cast.actor("compliance"), "phrase_id": phrase.pk, "at": MORNING}
    assert refused(retire_phrase, **again) == "already_retired"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "JOKE"}, "unknown_kind"),
        ({"language": "fr"}, "unknown_language"),
        ({"bucket": 9}, "invalid"),
        ({"outcome": "said no"}, "invalid"),
        ({"text": "  "}, "missing"),
        ({"text": "x" * 2001}, "too_long"),
    ],
)
def test_what_does_not_fit_is_refused(changes, code):
    assert refused(approve, **changes) == code


def test_the_rest_door(cast):
    api = cast.api("compliance")
    answer = api.post("/api/v1/phrases", GOOD)
    assert (answer.status_code, answer.json()["approved_by"]) == (201, "compliance.one")
    refusal = api.post("/api/v1/phrases", {**GOOD, "text": "the court"})
    assert (refusal.status_code, refusal.json()["code"]) == (422, "forbidden_words")
    pk = answer.json()["id"]
    assert api.post(f"/api/v1/phrases/{pk}/retirement").json()["retired_at"]
    listed = cast.api("agent").get("/api/v1/phrases", {"in_use": "true", "bucket": 2, "language": "en"})
    assert pk not in [row["id"] for row in listed.json()["results"]]
    assert cast.api("agent").get("/api/v1/forbidden-words").json()["results"][0]["why_zh"]
    assert roles_let_in(cast, "/api/v1/phrases", {}) == {"manager", "compliance"}
    assert roles_let_in(cast, "/api/v1/phrases/0/retirement", {}) == {"manager", "compliance"}
