"""Lists of the centre (一括取得) as tests ask for them, and read them when they are done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.clinic import INSTITUTION, Clinic
from tests.message_reader import Element
from tests.service.eligibility.messages import PATH, second, send


def first(asked: dict[str, str], declaration: str = "") -> str:
    """The request, as that client writes it."""
    info = "".join(f"<{name}>{text}</{name}>" for name, text in asked.items())
    return (
        f"{declaration}<XmlMsg><MessageHeader><MedicalInstitutionCode>{INSTITUTION}</MedicalInstitutionCode>"
        "<ArbitraryFileIdentifier>202611200001PC1</ArbitraryFileIdentifier></MessageHeader><MessageBody>"
        f"<QualificationConfirmSearchInfo>{info}</QualificationConfirmSearchInfo></MessageBody></XmlMsg>"
    )


async def hand_in_list(clinic: Clinic, kind: str, asked: dict[str, str], **more: Any) -> str:
    header, body = await send(clinic, first(asked), path=f"{PATH}?type={kind}01", **more)
    assert header.text("SegmentOfResult") == "1", header.text("ErrorMessage")
    assert body.instant("ReceptionDateTime")
    return body.text("ReceptionNumber") or ""


async def until_done(ask: Callable[[], Awaitable[tuple[Element, Element]]]) -> tuple[Element, Element]:
    async with asyncio.timeout(60):
        while (answer := await ask())[0].text("SegmentOfResult") == "2":  # noqa: ASYNC110 - in another task
            await asyncio.sleep(0.02)
    return answer


async def listed(clinic: Clinic, kind: str, asked: dict[str, str], **more: Any) -> tuple[Element, list[Element]]:
    """Return the header of the result and its units."""
    number = await hand_in_list(clinic, kind, asked)
    header, body = await until_done(lambda: send(clinic, second(number), path=f"{PATH}?type={kind}02", **more))
    assert (header.text("SegmentOfResult"), header.text("ReceptionNumber")) == ("1", number)
    return header, body.repeated("BulkConfirmUnit")
