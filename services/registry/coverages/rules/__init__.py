"""Who may be covered from when until when, by the law of each scheme."""
