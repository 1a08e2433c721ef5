"""限度額変更有無 (LimitApplicationCertificateChanged, OQSCD014): whether the limit certificate is another one now.

It tells nothing of the certificate itself, so it needs no consent; that is why the interface has it here.
"""

from datetime import date

from shared.domain.coverage import PersonRecord


def has_changed(then: PersonRecord | None, then_on: date | None, now: PersonRecord, on: date) -> bool:
    """Tell whether what held on ``then_on``, as ``then`` knew it, differs from what holds on ``on``.

    Without an earlier check there is nothing to compare with: that counts as changed (判定不能). Pure.
    """
    if then is None or then_on is None:
        return True
    return _limits(then, then_on) != _limits(now, on)


def _limits(person: PersonRecord, on: date) -> frozenset[object]:
    return frozenset(
        (
            certificate.kind,
            certificate.category,
            certificate.valid_from,
            certificate.valid_to,
            certificate.long_stay_from,
        )
        for coverage in person.coverages
        if coverage.period.contains(on)
        for certificate in coverage.limit_certificates
        if certificate.holds_on(on)
    )
