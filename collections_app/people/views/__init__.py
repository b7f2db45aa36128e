"""The browser door of people: log-in, own settings, users, one user, teams."""
