"""The bodies that callers send and get, split by resource."""
