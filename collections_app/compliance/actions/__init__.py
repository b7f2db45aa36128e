"""Writes of compliance, one file per noun; every door, browser or REST, calls these and nothing else.

permits (before a contact), touches and breaches (after it), stops and consents (what the debtor said), overrides
(what a manager lets pass once), phrases (what may be said), policies.
"""
