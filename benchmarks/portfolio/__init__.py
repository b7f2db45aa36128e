"""A portfolio of any size in which every account is honest: its facts, played, give what is stored of it.

A few hundred archetypes are aged by real nights; then each is copied set-wise, facts and derived rows alike.
"""
