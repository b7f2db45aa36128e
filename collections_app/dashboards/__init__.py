"""What a supervisor reads: buckets, trend, flow, differences to the bank. Reads figures; keeps none."""
