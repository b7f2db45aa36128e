"""What needs several siblings at once: the timeline, a contact together with its promise, hold and new numbers."""
