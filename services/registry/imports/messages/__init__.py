"""Lines as they are written, and what is told of an import."""
