"""The set-based steps of the night over accounts, twins of `accounts.rules.book`.

Every step takes the night's date and a shard, runs inside the caller's transaction and returns rows changed.
"""
