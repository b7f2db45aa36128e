"""What the pages of cases read from a browser."""
