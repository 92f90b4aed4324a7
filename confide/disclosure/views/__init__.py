"""Pages on which consents are recorded and withdrawn, and somebody is told."""
