"""Queues in a real browser: the count follows what is typed; cases are reassigned and taken back."""

import pytest
from playwright.sync_api import expect

from collections_app.cases.models import QueueVersion, Reassignment
from tests.browser.test_readable import faults_of
from tests.cases.desk import waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three_debtors():
    for past_due in ("100.00", "6000.00", "7000.00"):
        waiting(past_due=past_due)


def test_the_count_follows_the_conditions_and_the_change_is_a_version(three_debtors, sit_down):
    page = sit_down("lead", "/queues/m1/edit/")
    expect(page.locator("#queue-count")).to_contain_text("3 open cases fit")
    page.get_by_label("Field of condition 2").select_option("past_due")
    expect(page.get_by_label("Comparison of condition 2").locator("option")).to_have_count(4)
    page.get_by_label("Value of condition 2").fill("5000")
    expect(page.locator("#queue-count")).to_contain_text("2 open cases fit")
    page.get_by_label("Value of condition 2").fill("much")
    expect(page.locator("#queue-count")).to_contain_text("Give an amount like 1000.00.")
    page.get_by_label("Value of condition 2").fill("5000")
    page.get_by_label("Why this change").fill("for the quarter")
    page.get_by_role("button", name="Write this version").click()
    expect(page.get_by_text("added: past due at least 5,000.00")).to_be_visible()
    assert QueueVersion.objects.filter(queue__code="m1").count() == 2


def test_a_lead_chooses_what_a_condition_says_and_types_no_code(three_debtors, sit_down):
    page = sit_down("lead", "/queues/m1/edit/")
    page.get_by_label("Comparison of condition 1").select_option(label="one of")
    buckets = page.get_by_role("group", name="Value of condition 1")
    expect(buckets.get_by_label("M1")).to_be_checked()
    buckets.get_by_label("M2").check()
    page.get_by_label("Field of condition 2").select_option(label="has a hold")
    page.get_by_role("combobox", name="Value of condition 2").select_option(label="yes")
    expect(page.locator("#queue-count")).to_contain_text("0 open cases fit")
    page.get_by_role("combobox", name="Value of condition 2").select_option(label="no")
    expect(page.locator("#queue-count")).to_contain_text("3 open cases fit")
    page.get_by_role("button", name="Another line").click()
    expect(page.get_by_label("Field of condition 5")).to_be_focused()
    page.get_by_role("button", name="Write this version").click()
    expect(page.get_by_text("added: has a hold: no")).to_be_visible()
    version = QueueVersion.objects.get(queue__code="m1", number=2)
    assert version.conditions == [
        {"field": "bucket", "operator": "in", "value": ["M1", "M2"]},
        {"field": "held", "operator": "is", "value": False},
    ]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_a_row_is_typed_and_then_drawn_as_its_field_needs_it(three_debtors, sit_down):
    page = sit_down("lead", "/queues/m1/edit/")
    page.locator("details.panel > summary").click()
    expect(page.locator(".condition-hints td").filter(has_text="DISPUTE, HARDSHIP")).to_be_visible()
    page.get_by_label("Field of condition 2").select_option(label="hold")
    page.get_by_label("Comparison of condition 2").select_option(label="does not include")
    page.get_by_label("Value of condition 2").fill("quarrel")
    page.get_by_role("button", name="Write this version").click()
    expect(page.get_by_text("This value is not one of those this field knows.").first).to_be_visible()
    value = page.get_by_role("combobox", name="Value of condition 2")
    expect(value).to_have_value("quarrel")
    value.select_option(label="dispute")
    page.get_by_role("button", name="Write this version").click()
    expect(page.get_by_text("added: hold does not include dispute")).to_be_visible()


def test_the_keyboard_stays_where_it_chose(sit_down):
    page = sit_down("lead", "/queues/new/")
    page.get_by_label("Field of condition 1").focus()
    page.keyboard.type("broken")
    expect(page.get_by_label("Value of condition 1, times")).to_be_visible()
    expect(page.get_by_label("Field of condition 1")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    expect(page.get_by_label("Value of condition 1, times")).to_have_value("2")


def test_what_was_chosen_survives_a_reload(three_debtors, sit_down):
    page = sit_down("lead", "/queues/m1/edit/")
    page.get_by_label("Field of condition 2").select_option(label="hold")
    page.get_by_role("combobox", name="Value of condition 2").select_option(label="dispute")
    page.get_by_label("Field of condition 3").select_option(label="given to team")
    page.get_by_role("combobox", name="Value of condition 3").wait_for()
    page.get_by_label("Comparison of condition 3").select_option(label="one of")
    page.get_by_role("group", name="Value of condition 3").get_by_label("Front end").check()
    page.reload()
    expect(page.get_by_role("combobox", name="Value of condition 1")).to_have_value("M1")
    expect(page.get_by_role("combobox", name="Value of condition 2")).to_have_value("DISPUTE")
    expect(page.get_by_role("group", name="Value of condition 3").get_by_label("Front end")).to_be_checked()


def test_rows_that_were_added_survive_a_reload(three_debtors, sit_down):
    page = sit_down("lead", "/queues/m1/edit/")
    for number in (5, 6):
        page.get_by_role("button", name="Another line").click()
        expect(page.get_by_label(f"Field of condition {number}")).to_be_focused()
    page.get_by_label("Field of condition 5").select_option(label="given to team")
    page.get_by_role("combobox", name="Value of condition 5").wait_for()
    page.get_by_label("Comparison of condition 5").select_option(label="one of")
    page.get_by_role("group", name="Value of condition 5").get_by_label("Front end").check()
    page.get_by_label("Field of condition 6").select_option(label="past due")
    page.get_by_label("Value of condition 6").fill("5000")
    page.reload()
    expect(page.get_by_role("group", name="Value of condition 5").get_by_label("Front end")).to_be_checked()
    expect(page.get_by_label("Value of condition 6")).to_have_value("5000")
    expect(page.get_by_role("combobox", name="Value of condition 1")).to_have_value("M1")
    page.reload()
    expect(page.get_by_role("group", name="Value of condition 5").get_by_label("Front end")).to_be_checked()
    expect(page.get_by_label("Field of condition 7")).to_have_count(0)


def test_what_the_server_has_drawn_hears_the_very_next_choice(sit_down):
    """A part that is on the screen and does not listen yet would lose a quick keyboard's choice without a word."""
    page = sit_down("lead", "/queues/new/")
    page.evaluate(
        """() => new MutationObserver((_, observer) => {
             observer.disconnect();
             const operator = document.querySelector('#conditions [name=operator]');
             operator.value = 'in';
             operator.dispatchEvent(new Event('change', { bubbles: true }));
           }).observe(document.getElementById('conditions'), { childList: true, subtree: true })"""
    )
    page.get_by_label("Field of condition 1").select_option(label="given to team")
    expect(page.get_by_role("group", name="Value of condition 1").get_by_label("Front end")).to_be_visible()


@pytest.mark.parametrize("address", ["/queues/new/", "/queues/broken-promises/edit/", "/reassign/"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_forms_with_conditions_name_their_controls_and_fit_the_window(sit_down, page, address, width, height):
    page.set_viewport_size({"width": width, "height": height})
    assert faults_of(sit_down("lead", address)) == []


def test_cases_are_given_away_after_a_look_and_taken_back(three_debtors, sit_down):
    page = sit_down("lead", "/reassign/")
    page.get_by_label("From the queue").select_option("m1")
    page.get_by_label("To the team").select_option(label="Mid end")
    page.get_by_label("Why").fill("support in July")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="3 cases would change")).to_be_visible()
    page.get_by_role("button", name="Reassign 3 cases").click()
    expect(page.get_by_role("heading", name="3 cases reassigned")).to_be_visible()
    page.get_by_role("button", name="Undo, until").click()
    expect(page.get_by_text("3 cases are whose they were.")).to_be_visible()
    assert Reassignment.objects.get().restored == 3
