#!/usr/bin/env python3
"""The one door for people: `python3 run.py demo`, `python3 run.py test`. Needs only Python itself.

This file is written so that an old Python can read it far enough to say one clear sentence;
everything else lives in `local_stack/`.
"""

import sys

OLDEST = (3, 11)


def main():
    if sys.version_info < OLDEST:
        print(
            "Fairdue needs Python {}.{} or newer; this is Python {}.{}. "
            "Start it with a newer one, for example: python3.11 run.py demo".format(*OLDEST, *sys.version_info[:2])
        )
        return 1
    from local_stack.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
