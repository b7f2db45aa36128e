"""Cases over REST."""
