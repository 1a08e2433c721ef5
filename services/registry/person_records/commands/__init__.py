"""What every change of a record begins and ends with: locking, publishing."""
