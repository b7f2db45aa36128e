"""The bank-file door: CSV in, good rows landed, every other row listed with its reason.

Read `layouts.py` for what a file holds, `actions.py` for the way it takes, `sql/` for the checks and merges.
"""
