"""`python -m benchmarks [--accounts N] [PART …]`: every part without words; figures to var/bench/."""

import argparse
import sys
import time

import django

PARTS = ("night", "intake", "pages", "desk", "rest")


def main(words: list[str]) -> int:
    """Run the parts, print their tables, keep the figures."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Measures how fast, with how much memory.")
    parser.add_argument("--accounts", type=int, default=1_000_000, help="size of the portfolio (default: 1000000)")
    parser.add_argument("--keep", action="store_true", help="leave the databases for a look; the next run drops them")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)} (default: all)")
    options = parser.parse_args(words)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if options.accounts < 1000:
        parser.error("a portfolio has at least 1000 accounts here")
    django.setup()
    from benchmarks import databases, report
    from benchmarks.run import measure

    started = time.monotonic()
    databases.drop_all()
    try:
        figures = measure(accounts=options.accounts, parts=options.parts or list(PARTS))
    finally:
        if not options.keep:
            databases.drop_all()
    figures["seconds"] = round(time.monotonic() - started)
    report.show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
