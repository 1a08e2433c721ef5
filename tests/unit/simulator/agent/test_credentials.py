import pytest

from simulator.agent.credentials import may_be_asked_for, secret_in


@pytest.mark.parametrize(
    ("environment", "secret"),
    [
        ({}, None),
        ({"ONSHI_CLIENT_SECRET": "s"}, "s"),
        ({"ONSHI_CLIENT_SECRET": "s", "ONSHI_CLIENT_ID": "pharmacy"}, "s"),
        ({"ONSHI_CLIENT_SECRET": "s", "ONSHI_CLIENT_ID": "clinic"}, None),
        ({"ONSHI_CLIENT_SECRET": ""}, None),
    ],
)
def test_a_secret_in_the_environment_is_of_the_client_that_it_names(
    environment: dict[str, str], secret: str | None
) -> None:
    assert secret_in(environment, "pharmacy") == secret


@pytest.mark.parametrize(
    ("control_url", "may_be"),
    [
        ("http://127.0.0.1:8099", True),
        ("http://localhost:8099/~mine", True),
        ("http://[::1]:8099", True),
        ("http://onshi.example:8099", False),
        ("http://192.0.2.7:8099", False),
    ],
)
def test_controls_elsewhere_are_not_asked(control_url: str, may_be: bool) -> None:
    assert may_be_asked_for(control_url) is may_be
