"""What patients agreed to (閲覧同意): given, withdrawn, listed."""
