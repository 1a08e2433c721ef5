"""A new root is pinned when a pinned one vouches for it, and never otherwise."""

from datetime import UTC, date, datetime

import pytest
from cryptography import x509

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import KeyKind
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.rules.rollover import make_next
from services.registry.trust.rules.rollover import generations_of, kinds_of, vouched_for

DAY, AT = date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def chain() -> list[Authority]:
    third = make_authority(3, DAY)
    fourth = make_next(third, DAY, DAY, KeyKind.RSA_2048)
    return [third, fourth, make_next(fourth, DAY, DAY, KeyKind.P_384)]


def pinned(*authorities: Authority) -> dict[bytes, x509.Certificate]:
    return {each.key_id: each.certificate for each in authorities}


def links(*authorities: Authority) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(each.link) for each in authorities if each.link is not None]


def test_what_a_pinned_root_vouches_for_is_found_one_after_the_other(chain: list[Authority]) -> None:
    third, fourth, fifth = chain
    found = vouched_for([each.certificate for each in chain], links(*chain), pinned(third), AT)
    assert found == [fourth.certificate, fifth.certificate]


def test_without_its_link_it_is_nobody_s(chain: list[Authority]) -> None:
    third, fourth, fifth = chain
    published = [each.certificate for each in chain]
    assert vouched_for(published, [], pinned(third), AT) == []
    assert vouched_for(published, links(fifth), pinned(third), AT) == []
    assert vouched_for([fifth.certificate], links(fourth, fifth), pinned(third), AT) == []


def test_a_stranger_of_the_same_name_is_not_pinned(chain: list[Authority]) -> None:
    stranger = make_authority(3, DAY)
    forged = make_next(stranger, DAY, DAY, KeyKind.RSA_2048)
    assert vouched_for([stranger.certificate, forged.certificate], links(forged), pinned(chain[0]), AT) == []


def test_a_link_to_another_key_does_not_help(chain: list[Authority]) -> None:
    stranger = make_next(make_authority(3, DAY), DAY, DAY, KeyKind.RSA_2048)
    assert vouched_for([stranger.certificate], links(chain[1]), pinned(chain[0]), AT) == []


def test_the_other_authority_vouches_for_nobody_here(chain: list[Authority]) -> None:
    signing = make_authority(3, DAY, CaKind.SIGNATURE)
    assert vouched_for([chain[1].certificate], links(chain[1]), pinned(signing), AT) == []
    assert kinds_of(pinned(chain[0], signing)) == {"authentication", "signature"}


def test_a_root_that_has_ended_vouches_no_more(chain: list[Authority]) -> None:
    after = datetime(2034, 1, 1, tzinfo=UTC)
    assert vouched_for([chain[1].certificate], links(chain[1]), pinned(chain[0]), after) == []


def test_lists_are_followed_of_the_first_three_and_of_what_was_pinned_since(chain: list[Authority]) -> None:
    signing = make_next(make_authority(3, DAY, CaKind.SIGNATURE), DAY, DAY, KeyKind.RSA_2048)
    assert generations_of({}) == [1, 2, 3]
    assert generations_of(pinned(chain[0], chain[1], signing)) == [1, 2, 3, 4]
