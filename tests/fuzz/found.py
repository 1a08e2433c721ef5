"""Inputs that showed a defect once, made small, with the seed that found them: replayed in every run of the tests."""

FOUND: tuple[tuple[str, str, bytes], ...] = (
    # A member's name that is a person's number came back in the pointer of the refusal.
    ("bodies", "1/bodies/144", b'{"":"","9999999999999999999":""}'),
    ("bodies", "1/bodies/1816", b'{"demographics":{"":"","x":"","110000":"","s":"","i":""},"":""}'),
    # A line of 14 MB in pieces of 37 bytes: what was read was copied with every piece, for minutes.
    ("imports", "1/imports", b"N" + b"x" * 14_000_000),
    # A certificate that says a version which there is not was an error, not a refusal.
    (
        "proofs",
        "22/proofs/2555",
        (
            b"eyJhbGciOiJSUzI1NiIsInR5cCI6Im9uc2hpLXByZXNlbmNlK2p3cyIsIng1YyI6WyJNSUdyTUYrZ0F3SUJBd0lCQVRBRkJnTXJa"
            b"WEF3QURBZUZ3MHlOVEF4TURFd01EQXdNREJhRncweU56QXhNREV3TURBd01EQmFNQUF3S2pBRkJnTXJaWEFESVFDazZpbXlodlV2"
            b"c3pzdzAyc3puRTM5L3RET3FxTG5OeWlRZkVCdlh0cGZiakFGQmdNclpYQURRUUF1endRcXpwZGJJc2N4QnFwK0RycFo1K0ZFeUta"
            b"aE83V1pucUd4TXpHM0xsb1h6UkRLdmErOEM5QTUxblZCdzZKU1dOeW44aG5leTZMNjB5NlRrSWNIIl19.eyJhdWQiOiJhIiwibm9"
            b"uY2UiOiJBIiwiaW5zdGl0dXRpb24iOiIxIiwicHVycG9zZSI6IkNBUkVfVklTSVQiLCJpYXQiOjEsImhvbGRlcl92ZXJpZmljYXR"
            b"pb24iOiJwaW4ifQ.AA"
        ),
    ),
)
