"""Settings of one process, read from the environment once, at its start (services/__main__.py).

Every variable is ``ONSHI_`` and the field's name in capitals. Secrets never have a default.
"""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SERVICES = ("registry", "consent", "eligibility", "jpki")
"""The services by name; each has its own database schemas, roles and URL setting."""


class MissingSetting(Exception):
    """A setting that this process cannot do without is not set."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the environment variable ONSHI_{field.upper()} must be set")


class Settings(BaseSettings):
    """What a process is told from outside."""

    model_config = SettingsConfigDict(env_prefix="ONSHI_", frozen=True, extra="ignore")

    database_url: SecretStr | None = Field(
        default=None, description="An administrator's URL of a PostgreSQL 16 or newer; unset: embedded."
    )
    registry_database_url: SecretStr | None = Field(default=None, description="The registry's own role.")
    consent_database_url: SecretStr | None = Field(default=None, description="The consent service's own role.")
    eligibility_database_url: SecretStr | None = Field(default=None, description="Eligibility's own role.")
    jpki_database_url: SecretStr | None = Field(default=None, description="The simulated J-LIS's own role.")

    world: str = Field(default="default", description="The name of the world that this process serves.")
    clock_offset_s: float = Field(default=0.0, description="Seconds that the world's clock runs ahead.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    nonce_key: SecretStr | None = Field(default=None, description="Eligibility: 64 hex digits, the nonce MAC.")
    nonce_lifetime_s: int = Field(default=600, description="Eligibility: how long a nonce can be used.")
    miss_limit: int = Field(
        default=60, description="Eligibility: 該当資格なし answers an institution may get within the window."
    )
    miss_window_s: int = Field(default=60, description="Eligibility: the window of the miss limit.")
    waiting_limit: int = Field(
        default=2000, description="Eligibility: checks that may wait for the database before 503 overloaded."
    )
    checkpoint_key_file: Path | None = Field(
        default=None,
        description="Eligibility: PEM of the Ed25519 key that signs checkpoints; unset: records are not sealed.",
    )
    statement_timeout_s: float = Field(default=5.0, description="Seconds before a statement counts as failed.")

    token_key_file: Path | None = Field(default=None, description="Registry: PEM of the P-256 token key.")
    operator_secret: SecretStr | None = Field(default=None, description="Registry: secret of client `operator`.")
    token_lifetime_s: int = Field(default=600, description="Registry: seconds that an access token lives.")
    check_digits: Literal["lenient", "strict"] = Field(
        default="lenient",
        description="Registry: whether numbers must have right check digits (検証番号); public test numbers do not.",
    )
    portal_nonce_key: SecretStr | None = Field(
        default=None,
        description="Consent: 64 hex digits, the MAC of the patients' own nonces; unset: made at the start, which only "
        "a single process can do.",
    )
    portal_session_s: int = Field(default=600, description="Consent: seconds that a patient's own session lives.")
    jpki_url: str | None = Field(default=None, description="Registry: where the simulated J-LIS is.")
    status_poll_s: float = Field(default=1.0, description="Registry: seconds between looks at the CRLs.")

    @property
    def clock_offset(self) -> timedelta:
        """How far the world's clock runs ahead of the machine's."""
        return timedelta(seconds=self.clock_offset_s)

    def database_url_of(self, service: str) -> str:
        """Return the runtime URL of ``service``; raises MissingSetting."""
        return self.secret(f"{service}_database_url")

    def secret(self, field: str) -> str:
        """Return a secret in the clear; raises MissingSetting."""
        value = getattr(self, field)
        if not isinstance(value, SecretStr):
            raise MissingSetting(field)
        return value.get_secret_value()
