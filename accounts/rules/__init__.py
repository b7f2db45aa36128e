"""The rules of the ledger and the buckets, in pure Python: no Django, no clock, no database.

Read in this order: `calendar`, `ladder`, `buckets`, `policy`, `minimum_due`, `late_fee`,
`interest`, `allocation`, then `facts` and `book`, which play an account through time.
"""
