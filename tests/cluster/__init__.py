"""What becomes of a cluster when its machines do not do what they should: `make test-cluster`."""
