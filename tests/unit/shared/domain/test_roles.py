"""What each role may be granted at most: who reads, who writes, who stands for an institution."""

import pytest

from shared.domain.roles import AT_AN_INSTITUTION, GRANTABLE, Role, Scope


def test_every_role_has_its_scopes_and_none_has_all() -> None:
    assert set(GRANTABLE) == set(Role)
    assert all(scopes < frozenset(Scope) for scopes in GRANTABLE.values())


@pytest.mark.parametrize(
    ("scope", "roles"),
    [
        # Only insurers register coverage (資格情報の登録は保険者), and the operator for the simulation.
        (Scope.REGISTRY_WRITE, {Role.INSURER, Role.OPERATOR}),
        (Scope.REGISTRY_ADMIN, {Role.OPERATOR}),
        # 初回登録: at a reader, a municipal desk, or a portal.
        (Scope.CARD_REGISTER, {Role.READER, Role.MUNICIPALITY, Role.SERVICE, Role.OPERATOR}),
        (Scope.CONSENT_WRITE, {Role.INSTITUTION, Role.PHARMACY, Role.NURSING, Role.OPERATOR}),
    ],
)
def test_a_scope_that_changes_something_is_granted_to_these_alone(scope: Scope, roles: set[Role]) -> None:
    assert {role for role, scopes in GRANTABLE.items() if scope in scopes} == roles


def test_the_operator_of_the_simulation_and_the_patient_send_no_check() -> None:
    without = {role for role, scopes in GRANTABLE.items() if Scope.CHECK not in scopes}
    assert without == {Role.OPERATOR, Role.SERVICE, Role.PATIENT}


def test_these_stand_for_an_institution() -> None:
    assert set(AT_AN_INSTITUTION) == {"institution", "pharmacy", "nursing", "limited", "reader"}
