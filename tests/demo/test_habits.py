"""Demo people are late as the panel's clients were."""

from collections import Counter
from random import Random

import pytest

from collections_app.demo import panel
from collections_app.demo.habits import SHARES, Habits, habit_of, missed_minimums


@pytest.mark.parametrize(
    ("statuses", "cycles", "missed"),
    [
        ((2, 2, 3, 0, 0, 1), 8, (0, 1, 2, 2, 3, 0, 0, 1)),
        ((-1, -1, -2, 0, 0, 0), 8, (0,) * 8),
        ((0, 2, 2, 3, 4, 5), 6, (0, 1, 2, 3, 4, 5)),
        ((8, 8, 8, 8, 8, 8), 8, (1, 2, 3, 4, 5, 6, 7, 8)),
    ],
)
def test_a_month_adds_at_most_one_missed_minimum(statuses, cycles, missed):
    assert missed_minimums(statuses, cycles) == missed


def test_a_habit_fills_the_months_before_the_panel():
    second = next(one for one in panel.clients() if one.number == 2)
    habit = habit_of(second, cycles=8)
    assert len(habit.missed) == len(habit.full) == len(habit.pay_share) == len(habit.spend_share) == 8
    assert habit.limit == 26_000
    assert habit.missed == (0, 1, 2, 0, 0, 0, 1, 0)


def test_late_habits_are_drawn_more_often_than_the_panel_has_them():
    habits, chance = Habits(panel.clients(), cycles=8), Random(3)
    ends = Counter(min(habits.draw(chance).missed[-1], 6) for _ in range(4_000))
    for end, share in SHARES.items():
        assert abs(ends[end] / 40 - share) < 3
