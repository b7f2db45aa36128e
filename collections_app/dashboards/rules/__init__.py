"""Portfolio measures (domain §5) in pure Python: shares of a whole, the matrix from bucket to bucket."""
