"""Routes of the signed-in patient."""
