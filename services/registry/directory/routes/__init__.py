"""Routes of insurers and institutions."""
