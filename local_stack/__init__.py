"""Private servers and processes for one checkout: what `run.py` uses. Standard library only.

Start reading at `commands.py`; each other file owns one noun.
"""
