"""The browser door of accounts and policies: parse, call, render."""
