"""Conditions, order and holds of cases, in pure Python."""
