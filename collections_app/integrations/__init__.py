"""Other systems: the keys they come with, the changes they read, the webhooks they hear, the files they fetch."""
