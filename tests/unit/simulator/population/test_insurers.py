from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import insurer_number_violations, insurer_part_of
from simulator.personas.insurers import INSURERS
from simulator.population.insurers import insurers


def test_numbers_are_right_and_each_is_given_once() -> None:
    nation = insurers().all

    assert not any(insurer_number_violations(InsurerNumber(each.number), each.kind, "strict") for each in nation)
    assert len({each.number for each in nation}) == len(nation)


def test_no_insurer_of_a_nation_is_one_of_the_personas() -> None:
    assert not {each.number for each in insurers().all} & {each.number for each in INSURERS}


def test_parts_begin_at_951_but_those_of_nhi_societies_at_351() -> None:
    for each in insurers().all:
        first = "351" if each.kind is InsurerKind.NHI_SOCIETY else "951"
        assert insurer_part_of(InsurerNumber(each.number)) >= first


def test_each_kind_begins_where_it_is_looked_up() -> None:
    nation = insurers()

    assert [nation.all[nation.elderly].number, nation.all[nation.assistance].kind] == ["39019518", "public_assistance"]
