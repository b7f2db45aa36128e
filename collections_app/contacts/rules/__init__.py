"""Rules of contacts, pure: what an entry must say, what an outcome means for whom was spoken to, what it changes.

Read `entry`, then `outcomes`, `checks`, `effects`.
"""
