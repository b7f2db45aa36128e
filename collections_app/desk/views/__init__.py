"""The browser door of the desk: parse, call, render."""
