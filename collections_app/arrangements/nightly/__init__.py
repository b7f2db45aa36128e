"""What the night does to promises."""
