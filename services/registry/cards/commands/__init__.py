"""What links a certificate to a person, ends the link, or reserves it: one transaction each."""
