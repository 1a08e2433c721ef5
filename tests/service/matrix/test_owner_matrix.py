"""What institutions and patients have: others are refused or see nothing, and the owner finds it as it was."""

from dataclasses import replace
from uuid import uuid4

from tests import builders
from tests.clinic import Clinic
from tests.service.consent.office import office_beside
from tests.service.eligibility.questions import INSURED, by_identifier
from tests.service.eligibility.receptions import hand_in, until_done
from tests.service.matrix.rows import Row, wrongly_answered
from tests.service.matrix.verdicts import Owner, owned
from tests.worlds import TestDatabase

OTHER = "9910000026"


async def test_another_institution_meets_nothing_of_what_one_asked(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    check_id = (await clinic.check_by_card(card, consents=["medication"])).json()["check_id"]
    reception = await hand_in(clinic, INSURED)
    await until_done(clinic, reception)
    number = {"reference_number": "P-1", "check_id": check_id}
    bulk = f"/v1/bulk-checks/{reception}"
    rows = [
        Row("GET /v1/checks", hides=check_id),
        Row("GET /v1/checks/{check_id}", f"/v1/checks/{check_id}"),
        Row("GET /oqs/checks/{check_id}", f"/oqs/checks/{check_id}"),
        # The same as for an id that never was.
        Row("POST /v1/checks", body={"recheck_of": check_id, "purpose": "CLAIM"}, refused=(422,)),
        Row("GET /v1/medical-records/{check_id}/{kind}", f"/v1/medical-records/{check_id}/medication"),
        Row("GET /v1/bulk-checks", hides=reception),
        Row("GET /v1/bulk-checks/{reception_number}", bulk),
        Row("DELETE /v1/bulk-checks/{reception_number}", bulk),
        Row("PUT /v1/reference-numbers", body=number),
        # Told for each number.
        Row("POST /v1/reference-numbers/bulk", body={"items": [number]}, hides='"succeeded":1'),
        Row("GET /v1/reference-numbers", hides='"P-1"'),
        Row("DELETE /v1/reference-numbers", "/v1/reference-numbers?reference_number=P-1"),
    ]

    wrong = await wrongly_answered(clinic.http, rows, clinic.headers(), clinic.headers(institution=OTHER))

    assert wrong == []
    assert {row.name for row in rows} == owned("eligibility", Owner.OWN_INSTITUTION)


async def test_another_institution_meets_nothing_of_what_patients_agreed_to(
    clinic: Clinic, database: TestDatabase
) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    check_id = (await clinic.check_by_card(card, consents=["medication"])).json()["check_id"]
    by_number = (await clinic.check(by_identifier())).json()["check_id"]
    consent_id = f"{check_id}.medication"
    ticked = {"check_id": by_number, "channel": "desk", "kinds": ["limit_certificate"]}
    rows = [
        Row("GET /v1/consents", hides=consent_id),
        Row("POST /v1/consents", body=ticked),
        Row(
            "POST /v1/consents/{consent_id}/withdrawal",
            f"/v1/consents/{consent_id}/withdrawal",
            {"reason": "patient"},
        ),
        Row("GET /v1/consents/{consent_id}/proofs", f"/v1/consents/{consent_id}/proofs"),
        Row("GET /v1/disclosures", hides=check_id),
        Row("GET /v1/disclosures", "/v1/disclosures?institution_code=9910000018"),
        Row("GET /v1/disclosures/proof", f"/v1/disclosures/proof?check_id={check_id}"),
    ]

    async with office_beside(clinic, database) as office:
        wrong = await wrongly_answered(office.http, rows, clinic.headers(), clinic.headers(institution=OTHER))

    assert wrong == []
    assert {row.name for row in rows} == owned("consent", Owner.OWN_INSTITUTION)


async def test_another_patient_meets_nothing_of_ones_own(clinic: Clinic, database: TestDatabase) -> None:
    mine, others = clinic.card(), clinic.card()
    await clinic.publish(builders.person(), mine)
    held = builders.coverage(coverage_id=str(uuid4()), number="7")
    await clinic.publish(replace(builders.person(held), person_id=str(uuid4()), name="別　太郎"), others)
    check_id = (await clinic.check_by_card(mine, consents=["medication"])).json()["check_id"]
    consent_id = f"{check_id}.medication"
    await clinic.admin.execute(
        "INSERT INTO registry_published.card_certificates (authority_key_id, serial_number, person_id, known_from)"
        " SELECT authority_key_id, '\\x77', person_id, known_from FROM registry_published.card_certificates"
        " WHERE person_id = $1",
        builders.PERSON_ID,
    )

    async with office_beside(clinic, database) as office:
        me, other = await office.me(mine), await office.me(others)
        costs = (await office.http.get("/v1/me/medical-expenses", headers=me)).text
        medicine = "/v1/me/medical-records?kind=medication"
        drugs = (await office.http.get(medicine, headers=me)).text
        rows = [
            Row("GET /v1/me/medical-records", medicine, hides=drugs),
            Row("GET /v1/me/eligibility", hides="模擬　花子"),
            # The owner has a second card.
            Row("GET /v1/me/card-registration", hides='"is_this_card":false'),
            Row("GET /v1/me/disclosures", hides=check_id),
            Row("GET /v1/me/disclosures/{check_id}/proof", f"/v1/me/disclosures/{check_id}/proof"),
            Row("GET /v1/me/medical-expenses", hides=costs),
            Row("GET /v1/me/consents", hides=consent_id),
            Row("GET /v1/me/consents/{consent_id}/proofs", f"/v1/me/consents/{consent_id}/proofs"),
            Row("POST /v1/me/consents/{consent_id}/withdrawal", f"/v1/me/consents/{consent_id}/withdrawal"),
            # Everybody ends a session of their own: the owner, who comes second, is still signed in.
            Row("DELETE /v1/me/sessions", refused=(204,)),
        ]
        wrong = await wrongly_answered(office.http, rows, me, other)

    assert wrong == []
    assert {row.name for row in rows} == owned("consent", Owner.OWN_PATIENT)
