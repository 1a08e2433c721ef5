"""The explanation of one entry: its steps in the order of the path, and why no other answer was given."""

from collections.abc import Iterator

from services.eligibility.checks.rules.acts import Answered, Outcome, Refused
from services.eligibility.opening.looking_back import LookedBack
from shared.errors import catalogue
from simulator.journal.explaining.limits import step_of_limit, why_no_other_limit
from simulator.journal.explaining.proofs import STEP_OF, steps_of_proof
from simulator.journal.explaining.shapes import Explanation, Step, WhyNot
from simulator.journal.explaining.validities import BY_IDENTIFIERS, Facts, step_of_validity, why_no_other
from simulator.journal.reading import Entry

_REFUSED_FROM = 400
_OF_THE_CALLER = {
    "token-missing": "no bearer token",
    "token-invalid": "no token of this world, or one that was changed",
    "token-expired": "a token whose time is over",
    "client-credentials-invalid": "a client or a secret that is not known",
    "role-not-allowed": "a role that may not",
    "scope-missing": "a token without the scope",
    "world-mismatch": "a token of another world, or of an earlier generation",
    "client-certificate-mismatch": "another certificate than the institution's",
}
_OF_THE_BODY = {
    "body-unreadable": "a body that cannot be read",
    "body-too-large": "a body over the limit",
    "media-type-unsupported": "another media type",
    "content-encoding-unsupported": "an encoding that is not taken",
    "request-invalid": "members that are missing, unknown or of another form",
    "my-number-not-accepted": "what may be a My Number",
    "idempotency-key-reused": "an Idempotency-Key that was used for another body",
}
_OF_THE_LOAD = {
    "too-many-misses": "a budget of misses that is used up",
    "overloaded": "more requests than can be worked at",
    "database-unavailable": "no database",
    "database-too-slow": "a database that did not answer in time",
}


def explain(entry: Entry, looked: LookedBack | None) -> Explanation:
    """Return the explanation; ``looked`` is the check of the entry, where one is on record."""
    is_refused = entry.status is None or entry.status >= _REFUSED_FROM
    code = entry.code if is_refused else None
    steps = list(_steps(entry, looked, code))
    if entry.fault is not None:
        steps.append(Step("fault", "no fault is injected", f"rule {entry.fault}", is_ok=False))
    if is_refused:
        return Explanation(tuple(steps), tuple(_why_refused(entry)))
    outcome = None if looked is None else looked.outcome
    return Explanation(tuple(steps), tuple(_why_not(looked, outcome)) if looked is not None and outcome else ())


def _steps(entry: Entry, looked: LookedBack | None, code: str | None) -> Iterator[Step]:
    # 1. Who calls; what is public asks nobody.
    who = " ".join(filter(None, (entry.role, entry.client_id, entry.institution_code)))
    if who or code in _OF_THE_CALLER:
        found = _OF_THE_CALLER.get(code or "", who)
        yield Step("caller", "a token whose role and scope may", found, code not in _OF_THE_CALLER)
    if code in _OF_THE_CALLER:
        return
    # 2. What was sent.
    yield Step(
        "body", "a body that fits the operation's document", _OF_THE_BODY.get(code or ""), code not in _OF_THE_BODY
    )
    if code in _OF_THE_BODY:
        return
    if code in _OF_THE_LOAD:
        yield Step("load", "room for one more", _OF_THE_LOAD[code or ""], is_ok=False)
        return
    # 3. By card: the proof.
    if code in STEP_OF or entry.proof_digest is not None:
        yield from steps_of_proof(entry, code if code in STEP_OF else None)
        if code in STEP_OF:
            return
    if code is not None or entry.status is None or entry.status >= _REFUSED_FROM:
        yield Step("operation", "what the operation asks for", code or "no answer left", is_ok=False)
    elif looked is not None and looked.outcome is not None:
        yield from _steps_of_outcome(looked, looked.outcome)


def _steps_of_outcome(looked: LookedBack, outcome: Outcome) -> Iterator[Step]:
    kept = looked.kept
    # 4. The purpose.
    asked = f"{kept.purpose} by {kept.role}, {kept.method}"
    if isinstance(outcome, Refused):
        found = f"{asked}: {outcome.refusal.code} ({outcome.refusal.article})"
        yield Step("purpose", "a purpose that opens eligibility to this role (告知要求制限)", found, is_ok=False)
        return
    yield Step("purpose", "a purpose that opens eligibility to this role (告知要求制限)", asked, is_ok=True)
    # 5. The validity. 6. The limit.
    yield step_of_validity(_facts(looked, outcome))
    if (step := step_of_limit(outcome)) is not None:
        yield step


def _why_not(looked: LookedBack, outcome: Outcome) -> Iterator[WhyNot]:
    if isinstance(outcome, Refused):
        refusal = outcome.refusal
        yield WhyNot("answered", f"{refusal.message} ({refusal.article})", f"{refusal.message_ja}（{refusal.article}）")
        return
    yield from why_no_other(_facts(looked, outcome))
    yield from why_no_other_limit(outcome, looked.kept.as_of)


def _why_refused(entry: Entry) -> Iterator[WhyNot]:
    refusal = catalogue().get(entry.code or "")
    if refusal is not None:
        yield WhyNot("answered", f"{refusal.title}. {refusal.next_step}", f"{refusal.title_ja}。{refusal.next_step_ja}")
    elif entry.fault is not None:
        yield WhyNot("answered", f"the fault of rule {entry.fault}", f"障害ルール {entry.fault} による")


def _facts(looked: LookedBack, outcome: Answered) -> Facts:
    kept = looked.kept
    held = () if kept.person is None else kept.person.coverages
    is_by_identifiers = kept.method in BY_IDENTIFIERS
    asked = [each for each in held if not is_by_identifiers or each.coverage_id in kept.coverage_ids]
    return Facts(outcome, asked, held, kept.as_of, is_by_identifiers=is_by_identifiers)
