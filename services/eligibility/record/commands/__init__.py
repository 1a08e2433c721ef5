"""What becomes of checks on record: answers derived again and read a second time, records sealed."""
