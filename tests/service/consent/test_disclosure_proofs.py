"""Proofs that a record is sealed: verified here with nothing but what the answer and the published key say."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from services.eligibility.record.commands.sealing import seal
from shared.domain.roles import Role
from shared.seal.checkpoints import Checkpoint, is_signed
from shared.seal.merkle import includes
from shared.seal.records import leaf_of
from shared.worlds.world import open_world
from tests.checkpoint_key import KEY
from tests.service.consent.office import Office
from tests.worlds import TestDatabase

UNKNOWN = {
    "insured": {"insurer_number": "02999918", "symbol": "1", "number": "1", "birthdate": "1985-04-12"},
    "purpose": "CARE_VISIT",
}
PATH = "/v1/disclosures/proof?check_id="
OPERATOR: dict[str, Any] = {"role": Role.OPERATOR, "institution": None}


@pytest.fixture
async def check_ids(office: Office, database: TestDatabase) -> list[str]:
    """Five checks in one seal, and one behind it."""
    made = [(await office.clinic.check(UNKNOWN)).json()["check_id"] for _ in range(5)]
    async with open_world(database.settings(), "eligibility") as world:
        assert await seal(world, KEY) == 5
    return [*made, (await office.clinic.check(UNKNOWN)).json()["check_id"]]


async def test_a_sealed_record_is_proved_to_its_institution(office: Office, check_ids: list[str]) -> None:
    for place, check_id in enumerate(check_ids[:5]):
        answer = (await office.get(PATH + check_id)).json()
        proof = answer["proof"]
        signature = bytes.fromhex(proof["checkpoint"].pop("signature"))
        checkpoint = msgspec.convert(proof["checkpoint"], Checkpoint)

        assert (answer["record"], proof["place"], proof["is_unchanged"]) == (None, place, True)
        assert is_signed(checkpoint, signature, KEY.public_key)
        root, leaf, *path = (bytes.fromhex(text) for text in (checkpoint.merkle_root, proof["leaf"], *proof["path"]))
        assert includes(root, leaf, place, checkpoint.record_count, path)


async def test_the_operator_gets_the_record_that_has_this_leaf(office: Office, check_ids: list[str]) -> None:
    answer = (await office.get(PATH + check_ids[2], **OPERATOR)).json()

    assert answer["record"]["check_id"] == check_ids[2]
    assert leaf_of(answer["record"]).hex() == answer["proof"]["leaf"]


async def test_what_is_behind_the_last_seal_has_no_proof_yet(office: Office, check_ids: list[str]) -> None:
    assert (await office.get(PATH + check_ids[5])).json() == {"check_id": check_ids[5], "proof": None, "record": None}


async def test_a_record_that_was_changed_is_told(office: Office, check_ids: list[str]) -> None:
    before = (await office.get(PATH + check_ids[1])).json()["proof"]
    await office.clinic.admin.execute(
        "UPDATE eligibility_published.disclosures SET code = 'valid' WHERE check_id = $1", check_ids[1]
    )

    assert (await office.get(PATH + check_ids[1])).json()["proof"] == {**before, "is_unchanged": False}


async def test_a_record_that_was_removed_is_told_to_the_operator(office: Office, check_ids: list[str]) -> None:
    before = (await office.get(PATH + check_ids[1])).json()["proof"]
    await office.clinic.admin.execute(
        "DELETE FROM eligibility_published.disclosures WHERE check_id = ANY($1)", [check_ids[1], check_ids[5]]
    )

    removed = await office.get(PATH + check_ids[1], **OPERATOR)

    expected = {**before, "is_unchanged": False, "is_removed": True}
    assert removed.json() == {"check_id": check_ids[1], "proof": expected, "record": None}
    # To an institution it is none: it might be another's. And what was never sealed leaves no trace.
    assert (await office.get(PATH + check_ids[1])).status_code == 404
    assert (await office.get(PATH + check_ids[5], **OPERATOR)).status_code == 404


async def test_another_institutions_record_is_none(office: Office, check_ids: list[str]) -> None:
    answer = await office.get(PATH + check_ids[0], institution="9910000026")

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")


async def test_a_check_that_never_was_is_none(office: Office) -> None:
    assert (await office.get(PATH + str(uuid4()), **OPERATOR)).status_code == 404
    assert (await office.get(PATH + "1", **OPERATOR)).status_code == 422
