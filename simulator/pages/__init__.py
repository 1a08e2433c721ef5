"""What a person reads: the front page, the personas, the notice, the one API document."""
