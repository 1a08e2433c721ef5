"""What the answer is and what of it may be shown: pure, from the records that were read and the day asked about."""
