"""The HTTP routes, split by resource: thin, each hands over to enrolment or the store."""
