"""HTTP as it comes from the network: what is read of it, how long is waited for it, how much of it is taken at once."""
