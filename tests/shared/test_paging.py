"""A cursor page begins after the last row seen and can be walked both ways."""

import pytest

from collections_app.events.actions import record
from collections_app.events.models import Event
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused
from collections_app.shared.paging import cursor_page

ORDER = ["-kind", "id"]


@pytest.fixture
def events(db):
    for kind in ("b.happened", "a.happened", "b.happened", "c.happened", "a.happened"):
        record(kind, actor=Actor.night())
    return Event.objects.all()


def ids(page):
    return [row.pk for row in page.rows]


def test_pages_forwards_show_every_row_once_in_order(events):
    wanted = [event.pk for event in events.order_by(*ORDER)]
    seen, cursor = [], ""
    while True:
        page = cursor_page(events, order=ORDER, cursor=cursor, size=2)
        seen += ids(page)
        if not page.next:
            break
        cursor = page.next
    assert seen == wanted


def test_previous_leads_back_to_the_same_rows(events):
    first = cursor_page(events, order=ORDER, size=2)
    second = cursor_page(events, order=ORDER, cursor=first.next, size=2)
    back = cursor_page(events, order=ORDER, cursor=second.previous, size=2)
    assert ids(back) == ids(first)
    assert (first.previous, back.previous) == ("", "")


def test_rows_that_come_in_meanwhile_do_not_shift_the_next_page(events):
    first = cursor_page(events, order=["id"], size=2)
    record("z.happened", actor=Actor.night())
    second = cursor_page(events, order=["id"], cursor=first.next, size=2)
    assert not set(ids(first)) & set(ids(second))


def test_moments_keep_their_microseconds_in_a_cursor(events):
    order = ["recorded_at", "id"]
    first = cursor_page(events, order=order, size=3)
    assert len(ids(cursor_page(events, order=order, cursor=first.next, size=3))) == 2


@pytest.mark.parametrize("cursor", ["x", "W10", "bm90IGpzb24", "WzEsIFtbMV0sIDJdXQ"])
def test_a_cursor_of_someone_elses_making_is_refused(events, cursor):
    with pytest.raises(Refused) as refused:
        cursor_page(events, order=ORDER, cursor=cursor)
    assert (refused.value.code, refused.value.field) == ("invalid", "cursor")


def test_a_cursor_whose_values_do_not_fit_their_fields_is_refused(events):
    other = cursor_page(events, order=["kind", "-id"], size=1).next
    with pytest.raises(Refused):
        cursor_page(events, order=["recorded_at", "id"], cursor=other)
