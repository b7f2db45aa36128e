"""Progress is a bar in a terminal and a few lines in a file."""

from collections_app.demo.progress import Progress


def test_a_file_gets_one_line_per_tenth():
    said: list[str] = []
    progress = Progress(said.append, redraws=False)
    for done in range(1, 101):
        progress.step(f"night {done}", done, 100)
    assert len(said) == 11
    assert said[-1] == "night 100: 100 of 100\n"


def test_counting_without_an_end_speaks_once_a_thousand():
    said: list[str] = []
    progress = Progress(said.append, redraws=False)
    for done in range(1, 3_001):
        progress.step("writing", done, 0)
    assert said == ["writing: 1000\n", "writing: 2000\n", "writing: 3000\n"]


def test_a_terminal_gets_a_bar_that_ends_its_line():
    said: list[str] = []
    progress = Progress(said.append, redraws=True)
    progress.step("night 2026-03-02", 1, 2)
    progress.step("night 2026-03-03", 2, 2)
    assert said[0].startswith("\r[###############...............] 1/2 night 2026-03-02")
    assert said[-1] == "\n"
