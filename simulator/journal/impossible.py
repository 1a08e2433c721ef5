"""What no request can be: who asks for it has misspelt something, and would take silence for an answer. Pure."""

from collections.abc import Iterable

from shared.errors import Violation
from shared.nearest import nearest
from shared.web.test_id import is_test_id
from simulator.faults.judging import NO_TEST, no_operation, unknown
from simulator.faults.operations import FACES, operations
from simulator.journal.reading import Wanted


def impossible(wanted: Wanted, place: str) -> Iterable[Violation]:
    """Yield what no request has, each with its pointer under ``place``."""
    if wanted.test is not None and not is_test_id(wanted.test):
        yield Violation(f"{place}/test", *NO_TEST)
    if wanted.operation is not None and wanted.operation not in {each.operation_id for each in operations()}:
        yield no_operation(f"{place}/operation", wanted.operation)
    services = {each.path.split("/")[1] for each in operations()}
    if wanted.service is not None and wanted.service not in services:
        yield unknown(f"{place}/service", nearest(wanted.service, sorted(services)))
    if wanted.face is not None and wanted.face not in FACES:
        yield unknown(f"{place}/face", nearest(wanted.face, FACES))
