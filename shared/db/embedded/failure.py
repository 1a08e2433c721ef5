"""What the embedded PostgreSQL raises."""


class EmbeddedPostgresFailed(Exception):
    """The embedded server cannot be made or started; the message says what to do."""
