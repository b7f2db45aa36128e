"""How results are counted, whose a payment is, how they are weighed: `measures`, `attribution`, `scorecard`."""
