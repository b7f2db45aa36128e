"""What the bank knows: cardholder, card account, statement, ledger, bucket.

Start with `accounts/rules/`: the product can be explained from it.
"""
