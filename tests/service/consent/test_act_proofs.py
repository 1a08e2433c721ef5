"""Proofs of consents, withdrawals and openings: given to whom they concern, verified offline as any other."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from shared.domain.roles import Role
from shared.seal.checkpoints import Checkpoint
from simulator.audit.proof_verification import read_proofs, what_fails
from tests import builders
from tests.checkpoint_key import KEY
from tests.clinic import Card
from tests.service.consent.office import Office
from tests.service.sealed_acts import SealedActs, sealed_acts
from tests.worlds import TestDatabase

OPERATOR: dict[str, Any] = {"role": Role.OPERATOR, "institution": None}
KEYS = {KEY.key_id: KEY.public_key}
OTHER_INSTITUTION = {"institution": "9910000026"}


@pytest.fixture
async def acts(office: Office, database: TestDatabase, tmp_path: Path) -> SealedActs:
    return await sealed_acts(office, database, tmp_path)


def failures(answer: httpx.Response, keys: Any = KEYS) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return [what_fails(proof, keys, []) for proof in read_proofs(answer.content)]


def done(answer: httpx.Response) -> list[str]:
    return [item["record"]["act"] for item in answer.json()["items"]]


async def mine(office: Office, card: Card, consent_id: str) -> httpx.Response:
    return await office.http.get(f"/v1/me/consents/{consent_id}/proofs", headers=await office.me(card))


async def test_a_patient_proves_that_a_consent_was_given_and_withdrawn(office: Office, acts: SealedActs) -> None:
    answer = await mine(office, acts.card, acts.consent_id)

    assert failures(answer) == [[], [], []]
    assert done(answer) == ["consent_given", "consent_withdrawn"]
    withdrawal = answer.json()["items"][1]["record"]
    assert (withdrawal["kind"], withdrawal["reason"], withdrawal["check_id"]) == (
        "medication",
        "patient",
        acts.consent_id.partition(".")[0],
    )
    # The record of the check names a person by the registry's number: that is the operator's.
    assert answer.json()["check"]["record"] is None
    assert answer.headers["cache-control"] == "no-store"


async def test_an_institution_proves_its_own_and_the_operator_all(office: Office, acts: SealedActs) -> None:
    path = f"/v1/consents/{acts.consent_id}/proofs"
    own, operator = await office.get(path), await office.get(path, **OPERATOR)
    other = await office.get(path, **OTHER_INSTITUTION)

    assert failures(own) == failures(operator) == [[], [], []]
    assert own.json()["check"]["record"] is None
    assert operator.json()["check"]["record"]["check_id"] == acts.consent_id.partition(".")[0]
    assert (other.status_code, other.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")


async def test_an_opening_and_its_closure_are_proved_to_the_operator(office: Office, acts: SealedActs) -> None:
    answer = await office.get(f"/v1/openings/{acts.opening_id}/proofs", **OPERATOR)

    assert failures(answer) == [[], []]
    assert done(answer) == ["opening_made", "opening_closed"]
    assert answer.json()["items"][0]["record"]["institution_codes"] == ["9910000018"]
    nowhere = await office.get("/v1/openings/019e2f6a-7c00-7000-8000-0000000000aa/proofs", **OPERATOR)
    assert nowhere.status_code == 404


async def test_what_was_chosen_at_the_reader_is_proved_by_its_check(office: Office, acts: SealedActs) -> None:
    check_id = await office.checked(acts.card, consents=["checkups"])
    await acts.seal()

    answer = await mine(office, acts.card, f"{check_id}.checkups")

    assert failures(answer) == [[]]
    assert answer.json()["items"] == []
    assert (await mine(office, acts.card, f"{check_id}.operation")).status_code == 404


async def test_an_act_that_is_not_sealed_yet_has_no_proof_yet(office: Office, acts: SealedActs) -> None:
    check_id = await office.checked(acts.card, consents=["medication"], purpose="CARE_HOME")
    await office.post("/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"})

    answer = await mine(office, acts.card, f"{check_id}.medication")

    assert [item["proof"] for item in answer.json()["items"]] == [None]
    assert all(each[0].startswith("it is not sealed") for each in failures(answer))


async def test_a_withdrawal_that_was_changed_is_told(office: Office, acts: SealedActs) -> None:
    await acts.tamper("UPDATE consent_published.acts SET reason = 'institution' WHERE act = 'consent_withdrawn'")

    answer = await mine(office, acts.card, acts.consent_id)

    assert answer.json()["items"][1]["proof"]["is_unchanged"] is False
    assert failures(answer) == [
        [],
        [],
        [
            "its record is another than the one that was sealed",
            "the service itself says that the stored record is another now than was sealed",
        ],
    ]


@pytest.mark.parametrize("member", ["act", "reason", "kind", "check_id", "acted_at", "act_id"])
async def test_no_word_of_a_proved_act_can_be_changed(office: Office, acts: SealedActs, member: str) -> None:
    answer = (await mine(office, acts.card, acts.consent_id)).json()
    answer["items"][1]["record"][member] = "another"

    *_, withdrawal = read_proofs(msgspec.json.encode(answer))

    assert what_fails(withdrawal, KEYS, []) == ["its record is another than the one that was sealed"]


async def test_the_proof_of_one_act_is_not_that_of_another(office: Office, acts: SealedActs) -> None:
    answer = (await mine(office, acts.card, acts.consent_id)).json()
    answer["items"][1]["act_id"] = answer["items"][0]["act_id"]

    *_, withdrawal = read_proofs(msgspec.json.encode(answer))

    assert what_fails(withdrawal, KEYS, []) == ["its record is of another check or act"]


async def test_a_kept_checkpoint_proves_an_act_without_the_key(office: Office, acts: SealedActs) -> None:
    page = (await office.clinic.http.get("/v1/checkpoints")).json()
    kept = [
        msgspec.convert({name: item[name] for name in item if name != "signature"}, Checkpoint)
        for item in page["items"]
    ]
    answer = await mine(office, acts.card, acts.consent_id)

    assert [what_fails(proof, {}, kept) for proof in read_proofs(answer.content)] == [[], [], []]


async def test_whose_whereabouts_are_hidden_gets_no_proof_that_names_an_institution(office: Office) -> None:
    card = office.clinic.card()
    await office.clinic.publish(replace(builders.person(), address_hidden=True), card)
    check_id = await office.checked(card, consents=["medication"])

    assert (await mine(office, card, f"{check_id}.medication")).status_code == 404
