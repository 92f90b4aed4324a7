"""Pages of the doorstep, of an officer's own keys, and of the steward."""
