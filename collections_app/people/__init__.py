"""Who works here: users, roles with dates, log-in. Not the cardholders; those are in `accounts`."""
