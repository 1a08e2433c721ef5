"""Each kind of message: it is read, asked of the same commands as REST, and answered in its three layers of status."""
