"""Writes of compliance, one file per noun; every door, browser or REST, calls these and nothing else.

permits (before a contact), touches and breaches (after it), stops and consents (what the debtor said), overrides
(what a manager lets pass once), phrases (what may be said), policies.
"""

WHO_RECORDS = ("contacts.log", "compliance.edit")
"""Who may record what a person said about being contacted: whoever speaks with him, or has his letter on the desk."""
