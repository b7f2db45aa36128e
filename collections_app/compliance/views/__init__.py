"""The browser door of compliance: the record, overrides, phrases, policies."""
