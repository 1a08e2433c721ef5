"""What the answer with a page says to the browser: everything is of this origin, in files of its own."""

from collections.abc import Mapping

from shared.web.answer_headers import NOT_FRAMED

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    + NOT_FRAMED
)
PAGE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    # With no-referrer a browser sends `Origin: null` with a page's own form, and every post would be refused.
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Cookie",
}
