"""The REST door of integrations."""
