"""The truth about one person, what insures them and what hangs on it: read, locked, written as one record."""
