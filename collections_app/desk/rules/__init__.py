"""What the desk concludes from a case; no Django here."""
