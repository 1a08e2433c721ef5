"""Which card readers there are."""

import pytest
from pydantic import SecretStr

from services.reader.readers.rules import Readers
from shared.errors import ResourceNotFound
from shared.settings import ReaderClient


def reader(client_id: str) -> ReaderClient:
    return ReaderClient(
        client_id=client_id,
        client_secret=SecretStr("reader-secret"),
        institution_code="9910000018",
        institution_name="模擬クリニック",
    )


def test_readers_are_listed_in_the_order_of_the_setting() -> None:
    readers = Readers([reader("b"), reader("a")])

    assert [each.client_id for each in readers.all] == ["b", "a"]
    assert readers.find("a") == reader("a")


def test_a_reader_that_no_setting_names_is_not_there() -> None:
    with pytest.raises(ResourceNotFound):
        Readers([reader("a")]).find("b")
