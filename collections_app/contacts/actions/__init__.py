"""Writes of contacts, one file per noun; every door, browser or REST, calls these and nothing else."""
