"""The REST door as its callers meet it: many rows at once, versions of what was read, the schema, the client."""
