"""Writes on cases."""
