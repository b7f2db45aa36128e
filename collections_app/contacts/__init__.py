"""Calls and other contacts: what came of them, who was spoken to, the numbers and people found."""
