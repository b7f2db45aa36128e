"""What was previewed is what is done: a choice that changes afterwards is looked at again."""

import pytest
from playwright.sync_api import expect

from tests.cases.desk import waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_changed_choice_switches_the_button_off_until_a_new_preview(sit_down):
    waiting(), waiting()
    page = sit_down("lead", "/reassign/")
    page.get_by_label("From the queue").select_option("m1")
    page.get_by_label("To the team").select_option(label="Mid end")
    page.get_by_role("button", name="Preview").click()
    do = page.get_by_role("button", name="Reassign 2 cases")
    expect(do).to_be_enabled()
    page.get_by_label("Why").fill("support in July")
    expect(do).to_be_enabled()
    page.get_by_label("At most").fill("1")
    expect(do).to_be_disabled()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Reassign 1 case")).to_be_enabled()


def test_a_choice_of_conditions_that_changes_is_looked_at_again(sit_down):
    waiting(), waiting()
    page = sit_down("lead", "/reassign/")
    page.get_by_label("Field of condition 1").select_option("bucket")
    page.get_by_role("combobox", name="Value of condition 1").select_option("M1")
    page.get_by_label("To the team").select_option(label="Mid end")
    page.get_by_role("button", name="Preview").click()
    do = page.get_by_role("button", name="Reassign 2 cases")
    expect(do).to_be_enabled()
    page.get_by_role("combobox", name="Value of condition 1").select_option("M2")
    expect(do).to_be_disabled()
