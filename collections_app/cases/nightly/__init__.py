"""What the night does to cases."""
