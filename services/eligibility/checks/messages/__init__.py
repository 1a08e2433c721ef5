"""The bodies of checks, as the documents show them."""
