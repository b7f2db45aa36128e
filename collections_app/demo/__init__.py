"""Portfolios to look at: a believable Chinese one, and a real card panel. Both enter through the bank-file door."""
