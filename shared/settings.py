"""Settings of one process, read from the environment once, at its start (simulator/__main__.py).

Every variable is ``ONSHI_`` and the field's name in capitals. Secrets never have a default.
"""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FilePath, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SERVICES = ("registry", "consent", "eligibility", "jpki", "reader")
"""The services by name; each has its own database schemas, roles and URL setting."""
PROGRAMS = (*SERVICES, "portal")
"""What can be served: the services, and the patient's portal, which keeps nothing."""
SHORTEST_KEPT_DAYS = 8
"""A day more than the longest that anything fixed looks back at a record: a bulk reception, seven days."""
_DAY_S = 86_400


class MissingSetting(Exception):
    """A setting that this process cannot do without is not set."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the environment variable ONSHI_{field.upper()} must be set")


class ReaderClient(BaseModel):
    """A card reader (顔認証付きカードリーダー): its client, and the institution where it stands."""

    model_config = ConfigDict(frozen=True)

    client_id: str
    client_secret: SecretStr
    institution_code: str
    institution_name: str
    purpose: str = "CARE_VISIT"
    """利用目的 of its checks."""
    issues_prescriptions: bool = False
    """Whether the institution asks for the form of the prescription (電子処方箋)."""


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
    reader_database_url: SecretStr | None = Field(default=None, description="The simulated card reader's own role.")

    hub_database_url: SecretStr | None = Field(
        default=None,
        description="`onshi cell`: where cells read what the hub publishes, with a role of their own (docs/cells.md).",
    )
    cell_database_url: SecretStr | None = Field(
        default=None,
        description="`onshi cell`: where a cell's records are read, with a role of their own (docs/cells.md).",
    )
    cell_records_database_url: SecretStr | None = Field(
        default=None,
        description="Consent at a hub: where the records of all cells are read (docs/cells.md), as its own role; "
        "unset: there are no cells.",
    )
    control_database_url: SecretStr | None = Field(
        default=None,
        description="The control database of a simulator: it says which worlds there are; unset: only the one below.",
    )
    world: str = Field(default="default", description="The name of the world that this process serves.")
    clock_offset_s: float = Field(default=0.0, description="Seconds that the world's clock runs ahead.")
    public: bool = Field(
        default=False,
        description="Whether other machines and names are meant to reach this (--allow-public); else it answers "
        "loopback names only.",
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    nonce_key: SecretStr | None = Field(default=None, description="Eligibility: 64 hex digits, the nonce MAC.")
    nonce_lifetime_s: int = Field(default=600, description="Eligibility: how long a nonce can be used.")
    miss_limit: int = Field(
        default=60,
        ge=1,
        description="Eligibility, registry: how often an institution may ask for nobody (該当資格なし) in the window.",
    )
    miss_window_s: int = Field(
        default=60, ge=1, description="Eligibility, registry: seconds of the miss limit's window."
    )
    bulk_miss_limit: int = Field(
        default=1000,
        ge=1,
        description="Eligibility, registry: how many items that fit nobody it may hand in within the window.",
    )
    bulk_miss_window_s: int = Field(
        default=3600, ge=1, description="Eligibility, registry: seconds of the bulk miss limit's window."
    )
    waiting_limit: int = Field(
        default=2000, description="Eligibility: checks that may wait for the database before 503 overloaded."
    )
    connection_limit: int = Field(
        default=8192,
        ge=16,
        description="Connections that a process holds at once, as far as it may open files; beyond them only its "
        "health is told.",
    )
    work_limit: int = Field(
        default=128, ge=1, description="Requests that a process works at at once; others wait for their turn."
    )
    turn_timeout_s: float = Field(
        default=5.0, gt=0, description="Seconds that a request waits for its turn before 503 overloaded."
    )
    head_timeout_s: float = Field(
        default=10.0, gt=0, description="Seconds in which the headers of a request must arrive, before 408."
    )
    body_timeout_s: float = Field(
        default=30.0, gt=0, description="Seconds in which the body of a request must arrive, before 408."
    )
    idle_timeout_s: float = Field(
        default=75.0, gt=0, description="Seconds that an idle connection is kept; 2 once half of them are in use."
    )
    head_limit_bytes: int = Field(
        default=32_768, ge=1024, description="Bytes of a request's line and headers together, before 431."
    )
    checkpoint_key_file: Path | None = Field(
        default=None,
        description="Eligibility: PEM of the Ed25519 key that signs checkpoints; unset: records are not sealed.",
    )
    record_kept_days: int | None = Field(
        default=None,
        ge=SHORTEST_KEPT_DAYS,
        le=36_500,
        description="Days that the record of checks is kept (保存期間), by `onshi up` and `onshi purge`; at least "
        f"{SHORTEST_KEPT_DAYS}; unset: for ever.",
    )
    message_codes_file: FilePath | None = Field(
        default=None,
        description="Eligibility: a vendor's own table of error codes in messages, in place of the invented ones "
        "(`onshi up --message-codes`; docs/messages.md).",
    )
    database_connection_limit: int = Field(
        default=40, ge=4, description="Connections to PostgreSQL that a process holds at once, over all its worlds."
    )
    world_idle_s: float = Field(
        default=60.0,
        gt=0,
        description="Seconds without a request after which a world is closed, where a process serves several.",
    )
    sandbox_limit: int = Field(default=50, ge=0, le=1000, description="Controls: how many sandboxes there may be.")
    sandbox_idle_s: float = Field(
        default=86_400.0, gt=0, description="Controls: seconds without use after which a sandbox is removed."
    )
    statement_timeout_s: float = Field(default=5.0, description="Seconds before a statement counts as failed.")
    published_age_limit_s: float | None = Field(
        default=None,
        gt=0,
        description="Eligibility in a cell: seconds that its copy of what the hub publishes may be old before nothing "
        "is answered from it (docs/cells.md); unset: no copy, all is in one database.",
    )

    token_key_file: Path | None = Field(default=None, description="Registry: PEM of the P-256 token key.")
    operator_secret: SecretStr | None = Field(default=None, description="Registry: secret of client `operator`.")
    token_lifetime_s: int = Field(default=600, description="Registry: seconds that an access token lives.")
    check_digits: Literal["lenient", "strict"] = Field(
        default="lenient",
        description="Registry: whether numbers must have right check digits (検証番号); public test numbers do not.",
    )
    foreign_trust_roots: bool = Field(
        default=False,
        description="Registry: whether roots of another authority than the simulated J-LIS may be pinned "
        "(`onshi up --allow-foreign-roots`).",
    )
    portal_nonce_key: SecretStr | None = Field(
        default=None,
        description="Consent: 64 hex digits, the MAC of the patients' own nonces; unset: made at the start, which only "
        "a single process can do.",
    )
    portal_session_s: int = Field(default=600, description="Consent: seconds that a patient's own session lives.")
    portal_cookie_key: SecretStr | None = Field(
        default=None,
        description="Portal: 64 hex digits, which seal what a patient's browser keeps; unset: made at the start, which "
        "only a single process can do.",
    )
    portal_client_secret: SecretStr | None = Field(
        default=None, description="Portal: secret of client `portal` at the registry, which registers cards."
    )
    consent_url: str | None = Field(default=None, description="Portal: where consent is.")
    jpki_url: str | None = Field(default=None, description="Registry, reader, portal: where the simulated J-LIS is.")
    jpki_ca_file: FilePath | None = Field(
        default=None, description="Registry: PEM of the CA to trust, where the simulated J-LIS is served over TLS."
    )
    registry_url: str | None = Field(default=None, description="Reader, portal: where the registry is.")
    eligibility_url: str | None = Field(default=None, description="Reader, portal: where eligibility is.")
    controls_url: str | None = Field(
        default=None,
        description="Reader, portal: where the controls of a simulator are, for its test patients; unset: card ids "
        "only.",
    )
    services_ca_file: FilePath | None = Field(
        default=None, description="Reader, portal: PEM of the CA to trust, where these are served over TLS."
    )
    client_certificates_folder: Path | None = Field(
        default=None,
        description="Reader: where each institution's certificate with its key is, `<institution>.pem`; unset: none "
        "is shown.",
    )
    reader_clients: tuple[ReaderClient, ...] = Field(
        default=(), description="Reader: the card readers that there are, as a JSON array."
    )
    status_poll_s: float = Field(default=1.0, description="Registry: seconds between looks at the CRLs.")
    heartbeat_s: float | None = Field(
        default=None,
        gt=0,
        description="Registry at a hub: seconds between beats, by which its cells see how old their copy is "
        "(docs/cells.md); unset: none.",
    )

    @field_validator("record_kept_days")
    @classmethod
    def _outlives_what_looks_back(cls, days: int | None, info: ValidationInfo) -> int | None:
        """A nonce must not be spendable again, nor a miss forgotten, because its record is gone."""
        for window in ("nonce_lifetime_s", "miss_window_s", "bulk_miss_window_s"):
            # Absent here: wrong itself, and named already.
            if days is not None and (days - 1) * _DAY_S < info.data.get(window, 0):
                raise ValueError(f"the record must be kept a day longer than ONSHI_{window.upper()}")
        return days

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
