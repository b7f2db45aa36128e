"""The phrases page: a list by bucket and language, add, retire."""

import pytest
from django.utils import translation

from collections_app.compliance.forms import PhraseForm
from collections_app.compliance.models import Phrase
from collections_app.contacts.models import Outcome

pytestmark = pytest.mark.django_db
ADDRESS = "/compliance/phrases/"
GOOD = {"kind": "SCRIPT", "language": "en", "bucket": "2", "outcome": "", "text": "Which day is realistic?"}


def texts(answer):
    return [phrase.text for phrase, _bucket, _outcome in answer.context["lines"]]


def test_the_list_is_narrowed_by_bucket_and_language(cast):
    browser = cast.browser("lead")
    assert len(texts(browser.get(ADDRESS))) == Phrase.objects.count()
    chosen = browser.get(f"{ADDRESS}?bucket=M3&language=zh-hans").context["lines"]
    assert {(phrase.language, code) for phrase, code, _outcome in chosen} == {("zh-hans", "M3")}
    assert texts(browser.get(f"{ADDRESS}?bucket=M4%2B")) == []
    assert 'class="empty"' in browser.get(f"{ADDRESS}?bucket=M4P").content.decode()


def test_words_nobody_may_say_stand_beside_with_why(cast):
    text = cast.browser("lead").get(ADDRESS).content.decode()
    assert "法院" in text
    assert "claims that a court is calling or acts" in text
    assert "Approve a text" not in text


def test_a_text_is_approved_and_retired(cast):
    browser = cast.browser("compliance")
    answer = browser.post(f"{ADDRESS}?bucket=M2", GOOD)
    assert answer.headers["Location"] == f"{ADDRESS}?bucket=M2"
    phrase = Phrase.objects.get(text=GOOD["text"])
    assert (phrase.bucket, phrase.approved_by) == (2, cast.user("compliance"))
    browser.post(f"{ADDRESS}{phrase.pk}/retire/?bucket=M2")
    assert GOOD["text"] not in texts(browser.get(f"{ADDRESS}?bucket=M2"))
    assert GOOD["text"] in texts(browser.get(f"{ADDRESS}?bucket=M2&retired=1"))
    again = browser.post(f"{ADDRESS}{phrase.pk}/retire/", follow=True)
    assert "out of use already" in again.content.decode()


def test_a_text_for_any_bucket_has_none(cast):
    cast.browser("compliance").post(ADDRESS, {**GOOD, "bucket": ""})
    assert Phrase.objects.get(text=GOOD["text"]).bucket is None


def test_the_outcome_is_chosen_by_name_and_one_out_of_use_is_not_offered(cast):
    Outcome.objects.filter(code="RPC_REFUSAL").update(is_active=False)
    browser = cast.browser("compliance")
    with translation.override("zh-hans"):
        assert ("RPC_EXCUSE", "推托") in PhraseForm().fields["outcome"].choices
    offered = dict(browser.get(ADDRESS).context["form"].fields["outcome"].choices)
    assert (offered[""], offered["RPC_EXCUSE"], "RPC_REFUSAL" in offered) == ("any", "Puts off", False)
    assert browser.post(ADDRESS, {**GOOD, "outcome": "RPC_REFUSAL"}).status_code == 422
    browser.post(ADDRESS, {**GOOD, "outcome": "RPC_EXCUSE"})
    assert Phrase.objects.get(text=GOOD["text"]).outcome == "RPC_EXCUSE"


def test_the_list_names_the_outcome_even_when_it_is_out_of_use(cast):
    Outcome.objects.filter(code="RPC_EXCUSE").update(is_active=False)
    named = {outcome for _phrase, _bucket, outcome in cast.browser("lead").get(ADDRESS).context["lines"]}
    assert "Puts off" in named
    assert not any("RPC_" in name for name in named)


def test_a_forbidden_word_is_named_at_the_text_and_the_text_is_kept(cast):
    answer = cast.browser("compliance").post(ADDRESS, {**GOOD, "text": "The court will call you."})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]
    shown = answer.content.decode()
    assert "“court”" in shown
    assert "The court will call you." in shown


def test_a_lead_approves_nothing(cast):
    assert cast.browser("lead").post(ADDRESS, GOOD).status_code == 403


def test_the_page_asks_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    browser = cast.browser("lead")
    with django_assert_max_num_queries(12):
        browser.get(ADDRESS)
