"""Pages on which a case is opened, added to, resolved and searched for."""
