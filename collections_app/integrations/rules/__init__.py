"""Pure rules of integrations: whom a webhook may call, how it is signed, when it is tried again, what happens."""
