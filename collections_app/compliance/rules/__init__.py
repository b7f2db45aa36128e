"""May this contact be made, at this moment? Pure functions of a policy, what is asked and what happened before."""
