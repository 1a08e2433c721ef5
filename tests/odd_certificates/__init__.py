"""Real certificates, lists and signatures with one thing wrong each, named after what is wrong with them."""
