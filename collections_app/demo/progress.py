"""How far is it? A bar that redraws itself in a terminal, and one line per tenth in a file."""

from collections.abc import Callable

WIDTH = 30
COUNTED_BY = 1_000


class Progress:
    """`step(label, done, total)` may be called as often as one likes; with `total` 0 it only counts."""

    def __init__(self, say: Callable[[str], object], *, redraws: bool):
        """`say` writes text as it is; `redraws` where a line can be written over."""
        self._say = say
        self._redraws = redraws
        self._shown: tuple[str, int] | None = None
        self._drawn = False

    def step(self, label: str, done: int, total: int) -> None:
        """Show that `done` of `total` is done; the first word of `label` names what is being done."""
        mark = (label.split()[0], done * 10 // total if total else done // COUNTED_BY)
        if self._redraws and total:
            filled = WIDTH * done // total
            self._say(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {label:<24}")
            self._drawn = True
        elif (mark != self._shown or done == total > 0) and (total or done % COUNTED_BY == 0):
            self._end()
            self._say(f"{label}: {done} of {total}\n" if total else f"{label}: {done}\n")
        self._shown = mark
        if total and done >= total:
            self._end()

    def _end(self) -> None:
        if self._drawn:
            self._say("\n")
            self._drawn = False
