"""Writes of integrations."""
