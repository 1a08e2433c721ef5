"""The answers about odd proofs."""

from typing import Literal

from pydantic import BaseModel, Field

from services.jpki.odd.shape import OddProof, Step
from shared.errors import catalogue


class OddProofAnswer(BaseModel):
    """A presence proof with one thing wrong, and how it must be refused."""

    id: str = Field(description="It stays.", examples=["another-key"])
    title: str = Field(description="Its name in English.", examples=["Another key"])
    title_ja: str = Field(description="名称.", examples=["別の鍵による署名"])
    odd: str = Field(description="What is wrong with it.", examples=["A key signed that is not the certificate's."])
    odd_ja: str = Field(description="何が誤っているか.", examples=["証明書の鍵ではない鍵で署名しています。"])
    step: Step = Field(description="At which step of the check it is refused (手順).", examples=["signature"])
    code: str = Field(description="The refusal's code.", examples=["signature-invalid"])
    status: int = Field(description="The refusal's HTTP status.", examples=[422])
    made_by: Literal["card", "sender"] = Field(
        description="`card`: a trick of this id makes it; `sender`: it takes what `odd` says.", examples=["card"]
    )
    is_recorded: bool = Field(description="Whether the refusal is on record, and the nonce spent.", examples=[True])


class OddProofList(BaseModel):
    """Odd proofs, in the order of the steps."""

    items: list[OddProofAnswer]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


def odd_proof_answer(odd: OddProof) -> OddProofAnswer:
    """Return an odd proof as it is shown."""
    return OddProofAnswer(
        id=odd.id,
        title=odd.title.en,
        title_ja=odd.title.ja,
        odd=odd.odd.en,
        odd_ja=odd.odd.ja,
        step=odd.step,
        code=odd.code,
        status=catalogue()[odd.code].status,
        made_by="sender" if odd.forge is None else "card",
        is_recorded=odd.is_recorded,
    )
