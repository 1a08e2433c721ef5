"""What is shown: the whole of what may be, and never more than purpose, consent and flags allow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.answers.shown import (
    ConsentShown,
    ElderlyCertificateShown,
    MedicalTicketShown,
    ResultShown,
    SpecificDiseaseCertificateShown,
)
from services.eligibility.rules.decision import decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import Disclosure, LimitConsent, Permission, disclose, given_for_the_inquiry
from shared.domain.codes import (
    CardKind,
    ConsentState,
    LimitCategory,
    LimitCertificateKind,
    QualificationValidity,
    SpecificDisease,
    TicketKind,
    TicketUse,
    TreatmentType,
)
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import DataKind
from tests import benefits, builders

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
ALL = frozenset(DataKind)
NOTHING: frozenset[DataKind] = frozenset()


def at_reader(*chosen: DataKind, opens: frozenset[DataKind] = ALL) -> Permission:
    return Permission(opens, "not_needed", frozenset(chosen), AT)


def at_desk(limit: LimitConsent = "none", *, disease: bool = False, opens: frozenset[DataKind] = ALL) -> Permission:
    return Permission(opens, limit, None, AT, specific_disease=given_for_the_inquiry(AT) if disease else None)


def by_card(person: PersonRecord, permission: Permission, on: date = DAY) -> Disclosure:
    return disclose(decide_by_card(person, on, benefits.CLINIC), on, permission)


def by_number(person: PersonRecord, permission: Permission, on: date = DAY) -> Disclosure:
    matches = [(person, person.coverages[0])]
    return disclose(decide_by_identifier(matches, on, benefits.CLINIC), on, permission)


def only(shown: Disclosure) -> ResultShown:
    (result,) = shown.results
    return result


# 高齢受給者証


def test_the_elderly_certificate_in_force_is_shown_and_decides_the_share() -> None:
    held = builders.coverage(elderly_certificates=(benefits.elderly_certificate(30),))
    result = only(by_card(builders.person(held, birthdate=date(1955, 1, 5)), at_reader()))
    assert result.copay_percent == 30
    assert result.elderly_certificate == ElderlyCertificateShown(
        issued_on=date(2026, 8, 1), valid_from=date(2026, 8, 1), valid_to=date(2027, 7, 31), share_percent=30
    )


def test_after_the_loss_no_certificate_is_shown() -> None:
    held = builders.coverage(
        lost_on=date(2026, 11, 1),
        elderly_certificates=(benefits.elderly_certificate(),),
        specific_disease_certificates=(benefits.disease_certificate(),),
    )
    shown = by_card(builders.person(held, birthdate=date(1955, 1, 5)), at_reader(DataKind.SPECIFIC_DISEASE))
    result = only(shown)
    assert (result.elderly_certificate, result.limit_certificate) == (None, None)
    assert result.specific_disease_certificates == []
    assert result.consents == {}
    assert shown.kinds == {DataKind.COVERAGE}


# 特定疾病療養受療証


SICK = builders.person(
    builders.coverage(
        specific_disease_certificates=(
            benefits.disease_certificate(),
            benefits.disease_certificate(certificate_id="old", valid_to=date(2026, 11, 19)),
            benefits.disease_certificate(certificate_id="next", valid_from=date(2026, 11, 21)),
        )
    )
)


@pytest.mark.parametrize(
    ("permission", "shown"),
    [
        (at_reader(DataKind.SPECIFIC_DISEASE), True),
        (at_reader(), False),
        (at_reader(DataKind.MEDICATION), False),
        (at_reader(DataKind.SPECIFIC_DISEASE, opens=frozenset({DataKind.COVERAGE})), False),
        (at_desk(disease=True), True),
        (at_desk("given"), False),
        (at_desk(disease=True, opens=frozenset({DataKind.COVERAGE})), False),
    ],
    ids=["chosen", "not-chosen", "other-chosen", "not-opened", "told", "limit-only", "told-not-opened"],
)
def test_a_disease_is_shown_only_with_its_own_consent(permission: Permission, shown: bool) -> None:
    disclosure = by_number(SICK, permission)
    expected = SpecificDiseaseCertificateShown(
        disease=SpecificDisease.DIALYSIS,
        label="人工透析を要する慢性腎不全",
        issued_on=date(2026, 4, 1),
        valid_from=date(2026, 4, 1),
        valid_to=None,
        copay_limit_yen=10_000,
        registered_copay_limit_yen=10_000,
        halved=False,
    )
    assert only(disclosure).specific_disease_certificates == ([expected] if shown else [])
    assert (DataKind.SPECIFIC_DISEASE in disclosure.kinds) == shown


def test_dialysis_below_70_in_the_upper_bands_costs_20000() -> None:
    held = builders.coverage(
        limit_certificates=(builders.limit_certificate(category=LimitCategory.A01),),
        specific_disease_certificates=(benefits.disease_certificate(copay_limit_yen=20_000),),
    )
    result = only(by_card(builders.person(held), at_reader(DataKind.SPECIFIC_DISEASE)))
    assert [one.copay_limit_yen for one in result.specific_disease_certificates] == [20_000]


def test_in_the_month_of_75_limit_and_disease_are_halved_alike() -> None:
    held = builders.coverage(
        limit_certificates=(builders.limit_certificate(category=LimitCategory.B04),),
        specific_disease_certificates=(benefits.disease_certificate(),),
    )
    person = builders.person(held, birthdate=date(1951, 11, 28))
    result = only(by_card(person, at_reader(DataKind.SPECIFIC_DISEASE)))
    certificate = result.limit_certificate
    assert certificate is not None
    assert certificate.monthly_limit is not None
    # 一般 from August 2026: 61,500, half of it 30,750; 特定疾病 10,000, half of it 5,000.
    assert (certificate.monthly_limit.base_yen, certificate.monthly_limit.halved) == (30_750, True)
    (disease,) = result.specific_disease_certificates
    assert (disease.copay_limit_yen, disease.registered_copay_limit_yen, disease.halved) == (5_000, 10_000, True)


def test_the_consent_to_show_a_disease_stands_beside_the_others_until_the_day_ends() -> None:
    given = only(by_card(SICK, at_reader(DataKind.SPECIFIC_DISEASE))).consents["specific_disease"]
    not_given = only(by_card(SICK, at_reader())).consents["specific_disease"]
    told = only(by_number(SICK, at_desk(disease=True))).consents
    tonight = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert given == ConsentShown(ConsentState.GIVEN, AT, tonight)
    assert not_given == ConsentShown(ConsentState.NONE, None, None)
    assert told == {"specific_disease": ConsentShown(ConsentState.GIVEN, AT, tonight)}


# 医療扶助


def test_a_ticket_for_the_asker_is_shown_in_full() -> None:
    result = only(by_card(builders.person(benefits.assistance(benefits.ticket(self_pay_yen=1_200))), at_reader()))
    assert result.validity is QualificationValidity.VALID
    assert result.card_kind is CardKind.MEDICAL_ASSISTANCE
    assert (result.insurer.number, result.number, result.symbol, result.branch) == ("12999915", "0012345", None, None)
    assert result.medical_tickets == [
        MedicalTicketShown(
            kind=TicketKind.MEDICAL,
            treatment_month="2026-11",
            valid_from=date(2026, 11, 1),
            valid_to=date(2026, 11, 30),
            treatment_type=TreatmentType.OUTPATIENT,
            use=TicketUse.ALONE,
            institution_matches=True,
            institution_code="9910000018",
            institution_name="模擬内科クリニック",
            issue_number="1100123",
            self_pay_yen=1_200,
            has_social_insurance=False,
            insurance_differs=False,
            is_under_infection_law=False,
            is_late_elderly=False,
            has_prefectural_expenses=False,
        )
    ]


@pytest.mark.parametrize("is_filed", [False, True])
@pytest.mark.parametrize("is_insured", [False, True])
def test_a_ticket_tells_where_what_was_filed_of_insurances_is_not_what_is_on_record(
    is_filed: bool, is_insured: bool
) -> None:
    held = benefits.assistance(benefits.ticket(has_social_insurance=is_filed))
    insurances = [builders.coverage()] if is_insured else [builders.coverage(lost_on=date(2026, 11, 20))]

    shown = by_card(builders.person(*insurances, held), at_reader())

    (ticket,) = [each for result in shown.results for each in result.medical_tickets]
    assert (ticket.has_social_insurance, ticket.insurance_differs) == (is_filed, is_filed is not is_insured)


def test_of_a_ticket_for_another_institution_only_its_existence_is_shown() -> None:
    held = benefits.assistance(benefits.ticket(institution_code=benefits.OTHER_CLINIC))
    result = only(by_card(builders.person(held), at_reader()))
    (ticket,) = result.medical_tickets
    assert result.validity is QualificationValidity.VALID_UNREGISTERED
    assert ticket.institution_matches is False
    assert (ticket.institution_code, ticket.institution_name) == (None, None)
    assert (ticket.issue_number, ticket.self_pay_yen) == (None, None)
    assert (ticket.has_social_insurance, ticket.insurance_differs, ticket.is_under_infection_law) == (None, None, None)
    assert (ticket.is_late_elderly, ticket.has_prefectural_expenses) == (None, None)


def test_insurance_and_assistance_are_two_records_each_with_its_own() -> None:
    shown = by_card(
        builders.person(builders.coverage(), benefits.assistance(benefits.ticket())), at_reader(DataKind.MEDICATION)
    )
    insurance, assistance = shown.results
    assert (insurance.card_kind, assistance.card_kind) == (CardKind.GENERAL, CardKind.MEDICAL_ASSISTANCE)
    assert (insurance.copay_percent, assistance.copay_percent) == (30, 0)
    assert (len(insurance.medical_tickets), len(assistance.medical_tickets)) == (0, 1)
    assert insurance.consents["medication"].state is ConsentState.GIVEN
    assert assistance.consents == {}
    assert assistance.limit.basis == "unknown"


@pytest.mark.parametrize(
    "more",
    [
        {"card_kind": CardKind.SELF_DEFENCE},
        {"insurer": builders.insurer(number="07999913", kind="self_defence")},
        {"insurer": builders.insurer(number="03999917", kind="day_labourer")},
    ],
    ids=["self-defence-card", "self-defence", "day-labourer"],
)
def test_schemes_without_medical_data_open_none(more: dict[str, object]) -> None:
    shown = by_card(builders.person(builders.coverage(**more)), at_reader(DataKind.MEDICATION))
    assert set(only(shown).consents) == {"specific_disease"}
    assert DataKind.MEDICATION not in shown.kinds


# 限度額

ONLY_MEALS = builders.limit_certificate(kind=LimitCertificateKind.MEALS, category=LimitCategory.A05)
LOW_INCOME_AT_75 = builders.person(
    benefits.late_elderly(
        10,
        limit_certificates=(
            builders.limit_certificate(kind=LimitCertificateKind.LIMIT_AND_MEALS, category=LimitCategory.B05),
        ),
    ),
    birthdate=date(1940, 1, 1),
)


@pytest.mark.parametrize(
    ("fact", "person", "permission", "basis", "category"),
    [
        ("certificate by card", builders.person(), at_reader(), "certificate", "A03"),
        ("oral consent", builders.person(), at_desk("given"), "certificate", "A03"),
        ("no oral consent", builders.person(), at_desk(), "unknown", None),
        ("not opened", builders.person(), at_reader(opens=frozenset({DataKind.COVERAGE})), "unknown", None),
        ("below 70, none on record", builders.person(benefits.municipal()), at_reader(), "unknown", None),
        (
            "70, none on record",
            builders.person(benefits.municipal(), birthdate=date(1955, 1, 5)),
            at_reader(),
            "derived_from_share",
            None,
        ),
        (
            "69, a month before the share of 70",
            builders.person(benefits.municipal(), birthdate=date(1956, 11, 2)),
            at_reader(),
            "unknown",
            None,
        ),
        (
            "75, none on record",
            builders.person(benefits.late_elderly(20), birthdate=date(1940, 1, 1)),
            at_reader(),
            "derived_from_share",
            None,
        ),
        (
            "68 in the scheme of 75",
            builders.person(benefits.late_elderly(10), birthdate=date(1958, 1, 1)),
            at_reader(),
            "derived_from_share",
            None,
        ),
        (
            "短期 withholds nothing: what is registered is shown",
            builders.person(
                benefits.municipal(
                    card_kind=CardKind.SHORT_TERM,
                    limit_certificates=(builders.limit_certificate(category=LimitCategory.A04),),
                )
            ),
            at_reader(),
            "certificate",
            "A04",
        ),
        (
            "meals alone, below 70",
            builders.person(builders.coverage(limit_certificates=(ONLY_MEALS,))),
            at_reader(),
            "unknown",
            "A05",
        ),
        (
            "meals alone, at 75: the share would say 一般, the certificate says 低所得",
            builders.person(
                benefits.late_elderly(10, limit_certificates=(replace(ONLY_MEALS, category=LimitCategory.B05),)),
                birthdate=date(1940, 1, 1),
            ),
            at_reader(),
            "unknown",
            "B05",
        ),
        ("75, 低所得Ⅱ on record, no oral consent", LOW_INCOME_AT_75, at_desk(), "unknown", None),
        ("75, 低所得Ⅱ on record, oral consent", LOW_INCOME_AT_75, at_desk("given"), "certificate", "B05"),
        (
            "75, none on record, no oral consent",
            builders.person(benefits.late_elderly(10), birthdate=date(1940, 1, 1)),
            at_desk(),
            "unknown",
            None,
        ),
        (
            "75, none on record, not opened by the purpose",
            builders.person(benefits.late_elderly(10), birthdate=date(1940, 1, 1)),
            at_reader(opens=frozenset({DataKind.COVERAGE})),
            "unknown",
            None,
        ),
        (
            "72, a certificate of below 70 on record",
            builders.person(builders.coverage(), birthdate=date(1954, 1, 5)),
            at_reader(),
            "derived_from_share",
            None,
        ),
        (
            "41, a certificate from 70 on on record",
            builders.person(
                builders.coverage(limit_certificates=(builders.limit_certificate(category=LimitCategory.B04),))
            ),
            at_reader(),
            "unknown",
            None,
        ),
        (
            "特別療養費 has no limit at the counter",
            builders.person(builders.coverage(card_kind=CardKind.SPECIAL_EXPENSE)),
            at_reader(),
            "unknown",
            None,
        ),
        (
            "特別療養費 at 72",
            builders.person(benefits.municipal(card_kind=CardKind.SPECIAL_EXPENSE), birthdate=date(1954, 1, 5)),
            at_reader(),
            "unknown",
            None,
        ),
    ],
)
def test_on_what_the_limit_rests(
    fact: str, person: PersonRecord, permission: Permission, basis: str, category: str | None
) -> None:
    result = only(by_number(person, permission))
    got = None if result.limit_certificate is None else result.limit_certificate.category
    assert (result.validity, result.limit.basis, got) == ("valid", basis, category), fact


@pytest.mark.parametrize(
    ("day", "halved", "base_yen"),
    [(date(2026, 10, 31), False, 61_500), (date(2026, 11, 1), True, 30_750), (date(2026, 11, 27), True, 30_750)],
)
def test_in_the_month_of_75_the_amounts_of_the_old_scheme_are_halves(day: date, halved: bool, base_yen: int) -> None:
    held = benefits.municipal(limit_certificates=(builders.limit_certificate(category=LimitCategory.B04),))
    certificate = only(by_card(builders.person(held, birthdate=date(1951, 11, 28)), at_reader(), day)).limit_certificate
    assert certificate is not None
    assert certificate.monthly_limit is not None
    assert (certificate.monthly_limit.halved, certificate.monthly_limit.base_yen) == (halved, base_yen)


@pytest.mark.parametrize(
    ("acquired_on", "halved", "base_yen"),
    [(date(2026, 11, 2), True, 30_750), (date(2020, 4, 1), False, 61_500)],
    ids=["joined-at-75", "joined-before-by-disability"],
)
def test_in_the_month_of_75_those_of_the_new_scheme_too_but_for_who_was_in_it(
    acquired_on: date, halved: bool, base_yen: int
) -> None:
    held = benefits.late_elderly(
        10, acquired_on=acquired_on, limit_certificates=(builders.limit_certificate(category=LimitCategory.B10),)
    )
    certificate = only(by_card(builders.person(held, birthdate=date(1951, 11, 2)), at_reader())).limit_certificate
    assert certificate is not None
    assert certificate.monthly_limit is not None
    assert (certificate.monthly_limit.halved, certificate.monthly_limit.base_yen) == (halved, base_yen)


def test_the_long_stay_of_a_certificate_is_shown() -> None:
    long_stay = builders.limit_certificate(category=LimitCategory.A05, long_stay_from=date(2026, 11, 1))
    result = only(by_card(builders.person(builders.coverage(limit_certificates=(long_stay,))), at_reader()))
    assert result.limit_certificate is not None
    assert result.limit_certificate.long_stay_from == date(2026, 11, 1)


def test_a_month_whose_table_is_only_planned_shows_no_amounts() -> None:
    open_ended = builders.limit_certificate(valid_to=None)
    person = builders.person(builders.coverage(limit_certificates=(open_ended,)))
    certificate = only(by_card(person, at_reader(), date(2027, 8, 1))).limit_certificate
    assert certificate is not None
    assert certificate.monthly_limit is None


# Flags


@pytest.mark.parametrize("flag", ["address_hidden", "self_information_blocked"])
def test_a_flag_hides_where_the_person_lives_from_a_number(flag: str) -> None:
    result = only(by_number(builders.person(**{flag: True}), at_desk("given", disease=True)))
    assert (result.address, result.postal_code) == (None, None)
    assert result.name == "模擬　花子"


@pytest.mark.parametrize("validity", ["not_found", "ambiguous"])
def test_who_is_not_told_apart_is_not_shown(validity: str) -> None:
    one = builders.person()
    people = {"not_found": [], "ambiguous": [one, replace(one, person_id="other")]}[validity]
    matches = [(person, person.coverages[0]) for person in people]
    decision = decide_by_identifier(matches, DAY, benefits.CLINIC)
    assert decision.validity == validity
    assert disclose(decision, DAY, at_desk("given", disease=True)) == Disclosure([], frozenset())


# Never more than purpose, consent and flags allow

_kinds = st.frozensets(st.sampled_from(list(DataKind)))
_permissions = st.builds(
    Permission,
    opens=_kinds,
    limit_consent=st.sampled_from(["given", "none", "not_needed"]),
    chosen=st.one_of(st.none(), _kinds),
    at=st.just(AT),
    specific_disease=st.sampled_from([None, given_for_the_inquiry(AT), ConsentShown(ConsentState.EXPIRED, AT, AT)]),
)
_people = st.builds(
    lambda born, hidden, blocked, days, lost, assisted: builders.person(
        builders.coverage(
            lost_on=lost,
            elderly_certificates=(benefits.elderly_certificate(),),
            specific_disease_certificates=(benefits.disease_certificate(),),
        ),
        *([benefits.assistance(benefits.ticket(valid_to=date(2026, 11, days)))] if assisted else []),
        birthdate=born,
        address_hidden=hidden,
        self_information_blocked=blocked,
    ),
    st.dates(date(1930, 1, 1), date(2019, 12, 31)),
    st.booleans(),
    st.booleans(),
    st.integers(1, 30),
    st.one_of(st.none(), st.dates(date(2026, 10, 1), date(2026, 12, 31))),
    st.booleans(),
)


@given(_people, _permissions, st.dates(date(2026, 9, 1), date(2027, 1, 31)))
def test_never_more_is_shown_than_purpose_consent_and_flags_allow(
    person: PersonRecord, permission: Permission, day: date
) -> None:
    shown = by_card(person, permission, day)
    assert shown.kinds <= permission.opens
    if DataKind.COVERAGE not in permission.opens:
        assert shown.results == []
    for result in shown.results:
        if person.address_hidden or person.self_information_blocked:
            assert (result.address, result.postal_code) == (None, None)
        if result.limit_certificate is not None:
            assert DataKind.LIMIT_CERTIFICATE in permission.opens
            assert permission.limit_consent != "none"
        if result.specific_disease_certificates:
            assert DataKind.SPECIFIC_DISEASE in permission.opens
            told = permission.specific_disease
            if told is not None:
                assert told.state is ConsentState.GIVEN
            else:
                assert DataKind.SPECIFIC_DISEASE in (permission.chosen or NOTHING)
        for kind, consent in result.consents.items():
            assert DataKind(kind) in permission.opens
            if consent.state is ConsentState.GIVEN and kind != "specific_disease":
                assert permission.chosen is not None
                assert kind in permission.chosen
                assert consent.viewable_until == AT + timedelta(hours=24)
        if result.validity is not QualificationValidity.VALID:
            assert result.limit_certificate is None
            assert result.consents == {}


@given(_people, _permissions, st.dates(date(2026, 9, 1), date(2027, 1, 31)))
def test_who_asks_for_less_is_never_shown_more(person: PersonRecord, permission: Permission, day: date) -> None:
    less = msgspec.structs.replace(permission, limit_consent="none", chosen=NOTHING, specific_disease=None)
    assert by_card(person, less, day).kinds <= by_card(person, permission, day).kinds


@given(_people, _permissions, st.dates(date(2026, 9, 1), date(2027, 1, 31)), st.integers(1, 400))
def test_what_is_registered_for_later_days_never_changes_what_is_shown_of_an_earlier_one(
    person: PersonRecord, permission: Permission, day: date, ahead: int
) -> None:
    later = {"valid_from": day + timedelta(days=ahead), "valid_to": date(2029, 7, 31)}
    first, *others = person.coverages
    first = replace(
        first,
        limit_certificates=(
            *first.limit_certificates,
            builders.limit_certificate(certificate_id="later", category=LimitCategory.A05, **later),
            builders.limit_certificate(certificate_id="later-b", category=LimitCategory.B05, **later),
        ),
        elderly_certificates=(*first.elderly_certificates, benefits.elderly_certificate(30, **later)),
        specific_disease_certificates=(
            *first.specific_disease_certificates,
            benefits.disease_certificate(certificate_id="later", **later),
        ),
    )
    informed = replace(person, coverages=(first, *others))
    assert by_card(informed, permission, day) == by_card(person, permission, day)
