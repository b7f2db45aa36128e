"""May a contact be made: profiles of rules, stop signals, consent, the permit before and the breach after."""
