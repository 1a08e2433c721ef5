"""What becomes of checks once they are stored: listed as they happen, read again, sealed."""
