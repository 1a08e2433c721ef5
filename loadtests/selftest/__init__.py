"""How much this machine can send: the generator against a server that answers at once."""
