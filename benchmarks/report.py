"""The figures as tables a person can read, and as JSON beside them."""

import json
from typing import Any

from benchmarks.run import default_folder


def show(figures: dict[str, Any]) -> None:
    print(json.dumps(figures, indent=1, ensure_ascii=False, default=str))
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False))
