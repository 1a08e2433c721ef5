"""One small run, as its outputs find it."""

from loadtests.ledger import Ledger, WrongAnswer


def small_run() -> Ledger:
    """Return a ledger of four checks by card and a token within twelve seconds, one of them wrong, one unanswered."""
    ledger = Ledger(4, 12.0, begun_at=1_800_000_000.0)
    for second in (0.25, 0.75, 1.5, 11.0):
        ledger.start(second, second)
    ledger.request("check by card", 10.5, sent_s=0.25, status=200, response_length=2_000)
    ledger.request("check by card", 20.25, sent_s=0.75, status=200, response_length=2_000)
    ledger.request("check by card", 30.0, WrongAnswer("expected valid"), sent_s=1.5, status=200, response_length=1_900)
    ledger.request("check by card", 40.0, OSError("no answer"), sent_s=11.0, status=0)
    ledger.request("token", 2.0, sent_s=0.1, status=200, response_length=300)
    return ledger
