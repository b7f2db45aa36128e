"""The work on one cardholder: the case, its holds, the queue it stands in, who works it now."""
