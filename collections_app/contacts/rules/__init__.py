"""What an outcome changes, in pure Python."""
