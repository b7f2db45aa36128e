"""What every test may use. Casts and stories live beside the tests that need them."""
