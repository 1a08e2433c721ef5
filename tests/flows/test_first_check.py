"""The demo's story over sockets: all services in one program, and each in a process of its own."""

from contextlib import ExitStack
from pathlib import Path

import httpx
import yaml

from onshi.client import Clinic
from onshi.signer import VirtualCard
from shared.settings import SERVICES
from simulator.asking.story import Step, tell
from simulator.worlds.data_folder import opened_folder
from tests.flows.pages import received_at, signed_in_at
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import WITHIN_S, Simulator, ready, run, served_alone
from tests.worlds import PLAIN, TestDatabase

PERSONA = "employee-with-limit"
DAY = "2026-11-20"
COMPOSE = Path(__file__).resolve().parents[2] / "docker-compose.yml"


def assert_told(steps: list[Step]) -> None:
    assert [(step.title, step.outcome) for step in steps if not step.is_as_expected] == []
    assert len(steps) == 8
    assert steps[3].details[0].startswith("模擬健康保険協会")


def test_the_story_goes_as_told_with_all_services_together(simulator: Simulator) -> None:
    patient = persona(simulator.control_url, PERSONA)

    with (
        clinic_of(simulator.base_url, simulator.control_url) as clinic,
        card_of(simulator.base_url, patient) as card,
    ):
        assert_told(list(tell(clinic, card, patient)))


def test_the_story_goes_as_told_with_a_process_for_each_service(database: TestDatabase) -> None:
    urls = {f"ONSHI_{service.upper()}_DATABASE_URL": database.urls[service] for service in SERVICES}

    def told(service: str, **more: str) -> dict[str, str]:
        name = f"ONSHI_{service.upper()}_DATABASE_URL"
        return {name: urls[name], **more}

    with ExitStack() as served:
        jpki_url = served.enter_context(served_alone("jpki", ["serve", "jpki"], told("jpki")))
        key_file = _token_key(served)
        registry_url = served.enter_context(
            served_alone(
                "registry",
                ["serve", "registry"],
                told(
                    "registry",
                    ONSHI_TOKEN_KEY_FILE=key_file,
                    ONSHI_OPERATOR_SECRET="a-secret-of-the-operator",
                    ONSHI_JPKI_URL=jpki_url,
                ),
            )
        )
        eligibility_url = served.enter_context(
            served_alone("eligibility", ["serve", "eligibility"], told("eligibility", ONSHI_NONCE_KEY="22" * 32))
        )
        consent_url = served.enter_context(served_alone("consent", ["serve", "consent"], told("consent")))
        control_url = served.enter_context(served_alone("controls", ["controls", "--seed", "5", "--date", DAY], {}))
        seeded = run(
            "seed",
            "--registry-url",
            registry_url,
            "--jpki-url",
            jpki_url,
            "--seed",
            "5",
            "--date",
            DAY,
            more={"ONSHI_OPERATOR_SECRET": "a-secret-of-the-operator"},
        )
        assert seeded.returncode == 0, seeded.stderr
        # Eligibility looks for new roots once a second.
        ready(eligibility_url)
        patient = persona(control_url, PERSONA)
        with (
            Clinic(
                "http://127.0.0.1",
                "clinic",
                "clinic-development-secret",
                registry_url=registry_url,
                eligibility_url=eligibility_url,
            ) as clinic,
            VirtualCard(
                "http://127.0.0.1", patient["card"]["card_id"], patient["card"]["pin"], jpki_url=jpki_url
            ) as card,
        ):
            assert_told(list(tell(clinic, card, patient)))
        services = {
            "ONSHI_REGISTRY_URL": registry_url,
            "ONSHI_ELIGIBILITY_URL": eligibility_url,
            "ONSHI_CONSENT_URL": consent_url,
            "ONSHI_JPKI_URL": jpki_url,
            "ONSHI_CONTROLS_URL": control_url,
            "ONSHI_PORTAL_COOKIE_KEY": "33" * 32,
            "ONSHI_READER_DATABASE_URL": urls["ONSHI_READER_DATABASE_URL"],
        }
        reader_url = served.enter_context(served_alone("reader", ["serve", "reader"], _as_composed("reader", services)))
        portal_url = served.enter_context(served_alone("portal", ["serve", "portal"], _as_composed("portal", services)))
        http = served.enter_context(httpx.Client(follow_redirects=True, timeout=WITHIN_S, verify=PLAIN))
        assert received_at(http, f"{reader_url}/clinic-reader", PERSONA) == "受付が完了しました"
        assert signed_in_at(http, portal_url, PERSONA) == "健康保険証"


def _as_composed(service: str, here: dict[str, str]) -> dict[str, str]:
    """The settings that docker-compose.yml gives a service, with what is elsewhere here."""
    given: dict[str, str | None] = yaml.safe_load(COMPOSE.read_text())["services"][service]["environment"]
    settings = {name: value for name, value in given.items() if value is not None}
    return {name: here.get(name, value) for name, value in settings.items()}


def _token_key(served: ExitStack) -> str:
    folder = served.enter_context(opened_folder(None))
    folder.make_token_key()
    return str(folder.token_key_file)
