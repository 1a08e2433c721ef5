"""Which limit certificate holds on each coverage on one day, looked for once in a check. Pure."""

from datetime import date

from shared.domain.coverage import Coverage, LimitCertificate, PersonRecord
from shared.domain.limit_certificates import limit_certificate_on


class LimitsOn:
    """The limit certificates of one person on one day, found when they are first asked for."""

    __slots__ = ("_found", "_on")

    def __init__(self, on: date) -> None:
        self._on = on
        self._found: dict[str, LimitCertificate | None] = {}

    def of(self, person: PersonRecord, coverage: Coverage) -> LimitCertificate | None:
        """Return what ``limit_certificate_on`` finds on a coverage of the person."""
        if coverage.coverage_id not in self._found:
            self._found[coverage.coverage_id] = limit_certificate_on(coverage, person.birthdate, self._on)
        return self._found[coverage.coverage_id]
