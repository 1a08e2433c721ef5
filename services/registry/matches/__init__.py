"""Finding a person by a description (4情報突合)."""
