"""What is done with 照会番号: one by one and together."""
