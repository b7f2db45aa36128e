"""The restrictions somebody can be cleared for; those of `accounts.models.Cardholder`, a test compares them."""

STAFF = "STAFF"
VIP = "VIP"
RESTRICTIONS = (STAFF, VIP)
