"""Bodies of insurers and institutions."""
