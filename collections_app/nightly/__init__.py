"""The night: ordered set-based steps between two business days, their log, and their proof."""
