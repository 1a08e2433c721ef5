"""What RFC 5019 (6.2) asks an answer to tell caches."""

from datetime import UTC, datetime

from services.jpki.status.rules.caching import caching_headers


def test_an_answer_is_kept_as_long_as_it_is_good() -> None:
    assert caching_headers(b"answer", datetime(2026, 11, 20, 3, 0, 0, 999, tzinfo=UTC)) == {
        # The SHA-256 of "answer".
        "ETag": '"0db52f4076c082518412afd3dd3576e2cb0c63703fd7fed5e23ade60efef31d9"',
        "Last-Modified": "Fri, 20 Nov 2026 03:00:00 GMT",
        "Expires": "Fri, 20 Nov 2026 03:15:00 GMT",
        "Cache-Control": "max-age=900, public, no-transform, must-revalidate",
    }
