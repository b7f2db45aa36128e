"""Writes of what the bank knows; every door, browser or REST, calls these and nothing else."""
