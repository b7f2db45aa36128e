"""The agent's screens: my day, the queue, the case. Views and templates only; everything they do is an action."""
