"""A file of many people is taken in line by line: what is wrong with one is told, and stops none of the others."""

from tests.service.registry.caller import SOCIETY, TOWN, RegistryCaller, problem
from tests.service.registry.member_files import NDJSON, counts, line, ndjson, published, rejected, rows_of, send


async def test_good_lines_go_in_and_what_is_wrong_with_others_is_told(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    content = ndjson(
        line(1),
        line(2, person={"birthdate": "1867-12-31"}, coverage={"number": ""}),
        line(3, coverage={"acquired_on": "1985-03-31"}),
        line(4, person={"name": "見本　123456789018"}),
    )
    shown = await send(operator, content + b"{not json\n\n" + ndjson(line(5)))

    assert counts(shown) == ("done", 6, 2, 0, 4)
    assert rejected(shown) == [
        (2, "/person/birthdate", "invalid"),
        (2, "/coverages/0/number", "invalid"),
        (3, "/coverages/0/acquired_on", "before-birth"),
        (4, "/person/name", "my-number"),
        (5, "", "body-unreadable"),
    ]
    assert {name: [each["number"] for each in held] for name, held in (await published(operator)).items()} == {
        "見本　花子1": ["1"],
        "見本　花子5": ["5"],
    }


async def test_the_same_file_twice_changes_nothing(operator: RegistryCaller) -> None:
    certificate = {"kind": "limit", "category": "A03", "issued_on": "2026-08-01", "valid_from": "2026-08-01"}
    await operator.make("/v1/insurers", SOCIETY)
    content = ndjson(line(1, coverage={"limit_certificates": [certificate]}), line(2))
    assert counts(await send(operator, content)) == ("done", 2, 2, 0, 0)
    before = await published(operator)
    assert [len(each["limit_certificates"]) for each in before["見本　花子1"]] == [1]
    assert counts(await send(operator, content)) == ("done", 2, 0, 2, 0)
    assert await published(operator) == before
    assert await rows_of(operator, "SELECT * FROM registry.import_parts") == []


async def test_whom_another_insurer_has_registered_is_joined(operator: RegistryCaller) -> None:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    later = {"insurer_number": TOWN["insurer_number"], "acquired_on": "2026-04-01", "number": "9"}
    same = {"name": "見本 花子1", "address": "東京都見本区１丁目１番"}
    elsewhere = {"name": "見本 花子1", "address": "東京都見本区二丁目１番"}
    first = await send(operator, ndjson(line(1, coverage={"lost_on": "2026-04-01"})))
    content = ndjson(line(1, person=same, coverage=later), line(1, person=elsewhere, coverage={**later, "number": "8"}))
    second = await send(operator, content)

    assert (counts(first), counts(second)) == (("done", 1, 1, 0, 0), ("done", 2, 1, 0, 1))
    assert rejected(second) == [(2, "/person", "ambiguous")]
    held = await published(operator)
    assert {name: [each["number"] for each in coverages] for name, coverages in held.items()} == {
        "見本　花子1": ["1", "9"]
    }
    assert counts(await send(operator, content))[1:] == (2, 0, 1, 1)


async def test_an_insurer_brings_its_own_members_only(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    insurer = await operator.insurer()
    shown = await send(insurer, ndjson(line(1), line(2, coverage={"insurer_number": TOWN["insurer_number"]})))
    assert counts(shown) == ("done", 2, 1, 0, 1)
    assert rejected(shown) == [(2, "/coverages/0/insurer_number", "role-not-allowed")]
    assert [each["import_id"] for each in (await insurer.get("/v1/imports")).json()["items"]] == [shown["import_id"]]


async def test_an_operators_import_makes_the_insurers_that_are_lacking(operator: RegistryCaller) -> None:
    named = {"insurer_number": TOWN["insurer_number"], "insurer_name": "見本市"}
    impossible = {"insurer_number": "88123456", "number": "3"}
    shown = await send(operator, ndjson(line(1), line(2, coverage=named), line(3, coverage=impossible)))
    assert rejected(shown) == [(3, "/coverages/0/insurer_number", "law-number")]
    insurers = (await operator.get("/v1/insurers")).json()["items"]
    assert [(each["insurer_number"], each["name"], each["kind"]) for each in insurers] == [
        ("06123457", "保険者06123457", "society"),
        ("138123", "見本市", "municipal_nhi"),
    ]


async def test_what_is_no_file_of_lines_is_refused_at_once(operator: RegistryCaller) -> None:
    for refused, content, headers in (
        ((415, "media-type-unsupported"), b"{}\n", {"Content-Type": "application/json"}),
        ((400, "body-unreadable"), b"\n\n", NDJSON),
        ((422, "request-invalid"), ndjson(line(1)), NDJSON),
    ):
        query = {"encoding": "latin-1"} if refused[0] == 422 else {}
        answer = await operator.http.post(
            "/v1/imports", content=content, headers={**operator.headers, **headers}, params=query
        )
        assert problem(answer) == refused


CARD = {"authority_key_id": "aa" * 20, "serial_number": "0a5b", "channel": "reader"}


async def test_an_operators_file_registers_cards_and_takes_nobody_elses(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    insurer = await operator.insurer()
    content = ndjson(line(1, card=CARD), line(2, card=CARD), line(3, card={**CARD, "serial_number": "0a5c"}))
    shown = await send(operator, content)
    assert (counts(shown), rejected(shown)) == (("done", 3, 2, 0, 1), [(2, "/card", "already-exists")])
    links = await rows_of(
        operator,
        """SELECT encode(c.serial_number, 'hex') AS serial, v.name FROM registry_published.card_certificates c
        JOIN registry.person_versions v USING (person_id) ORDER BY 1""",
    )
    assert [tuple(each) for each in links] == [("0a5b", "見本　花子1"), ("0a5c", "見本　花子3")]
    assert counts(await send(operator, content)) == ("done", 3, 0, 2, 1)
    theirs = await send(insurer, ndjson(line(4, card={**CARD, "serial_number": "0a5d"})))
    assert rejected(theirs) == [(1, "/card", "role-not-allowed")]
