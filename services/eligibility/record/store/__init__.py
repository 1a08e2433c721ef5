"""The records of checks, as they are listed, watched and waited for."""
