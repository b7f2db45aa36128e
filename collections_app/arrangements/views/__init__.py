"""The browser door of promises."""
