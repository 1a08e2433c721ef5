"""Inputs that showed a defect once, made small, with the seed that found them: replayed in every run of the tests."""

FOUND: tuple[tuple[str, str, bytes], ...] = (
    # A member's name that is a person's number came back in the pointer of the refusal.
    ("bodies", "1/bodies/144", b'{"":"","9999999999999999999":""}'),
    ("bodies", "1/bodies/1816", b'{"demographics":{"":"","x":"","110000":"","s":"","i":""},"":""}'),
    # A line of 14 MB in pieces of 37 bytes: what was read was copied with every piece, for minutes.
    ("imports", "1/imports", b"N" + b"x" * 14_000_000),
)
