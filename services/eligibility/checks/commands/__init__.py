"""What is done for a check: a file for each way to ask."""
