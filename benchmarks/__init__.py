"""How fast, how much memory: what the figures of the README come from. Run by `python3 run.py bench`."""
