"""Pages on which a destruction is asked for, and on which a certificate is read."""
