"""What was agreed with the debtor: promises to pay, and how the night settles them."""
