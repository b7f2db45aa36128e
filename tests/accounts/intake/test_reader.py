"""The reader loses no line, whatever the file holds."""

import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.intake.reader import Plain, Records, Unreadable
from accounts.intake.refusals import FileRefused

CELLS = st.text(alphabet='ab1 "\n\r,\u5f20', max_size=6)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=12)
BREAK = re.compile(r"\r\n|\r|\n")


def covered(item) -> range:
    """The physical lines an item stands for."""
    if isinstance(item, Plain):
        return range(item.first_line, item.first_line + len(item.lines))
    if isinstance(item, Unreadable):
        return range(item.line_no, item.line_no + 1)
    first, values = item
    return range(first, first + 1 + sum(len(BREAK.findall(value)) for value in values))


@given(lines=LINES, ends=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, deadline=None)
def test_every_line_is_part_of_a_row_or_listed_as_unreadable(lines, ends):
    text = "x,y,z" + ends + "".join(line + ends for line in lines)
    physical = list(io.StringIO(text, newline=""))
    items = list(Records(io.StringIO(text, newline="")))
    seen = [line for item in items for line in covered(item)]
    assert seen == sorted(set(seen))
    blank = {number for number, line in enumerate(physical, start=1) if not line.strip("\r\n")}
    assert set(range(2, len(physical) + 1)) - blank <= set(seen)


@given(lines=LINES, cut=st.integers(min_value=6))
@settings(max_examples=300, deadline=None)
def test_a_file_cut_off_anywhere_is_read_or_refused_as_truncated(lines, cut):
    text = ("x,y,z\n" + "".join(line + "\n" for line in lines))[:cut]
    try:
        for _item in Records(io.StringIO(text, newline="")):
            pass
    except FileRefused as refused:
        assert refused.code == "truncated"
        assert refused.data["line"] <= len(text.splitlines()) + 1


def test_regular_and_quoted_lines_keep_their_numbers():
    text = 'x,y\n1,2\n"3",4\n5,6\n'
    items = list(Records(io.StringIO(text, newline="")))
    assert items == [(2, ["1", "2"]), (3, ["3", "4"]), (4, ["5", "6"])]
    assert list(Records(io.StringIO("x,y\n1,2\r\n3,4", newline=""))) == [Plain(2, ["1,2\n", "3,4\n"])]
