"""照会番号: an institution's own numbers for its patients."""
