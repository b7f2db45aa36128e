"""Promises: what may be promised, how one is settled (domain 4.3), in pure Python."""
