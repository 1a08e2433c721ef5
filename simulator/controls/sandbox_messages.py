"""The bodies about sandboxes."""

from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from shared.clock import in_japan
from shared.domain.not_acceptable import NotAcceptable
from shared.web.bodies import Body
from shared.web.days import Day
from simulator.controls.messages import CredentialAnswer, credential_answer
from simulator.personas.credentials import Credential
from simulator.sandboxes.names import NewName, SnapshotName, chosen_name
from simulator.sandboxes.sandboxes import Asked
from simulator.sandboxes.store import Sandbox, Snapshot, State
from simulator.sandboxes.templates import DEFAULT, EMPTY

_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)
_TOO_FAR = ("lies between 2000-01-01 and 2199-12-31", "2000-01-01から2199-12-31までの日付を指定してください")
_OF_A_SNAPSHOT = (
    "a snapshot has its own date and seed: leave them out",
    "スナップショットから作成する場合、date と seed は指定できません",
)
_NO_SEED = ("there is nobody in an empty world: leave seed out", "from が empty の場合、seed は指定できません")


def _in_reach(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise NotAcceptable(*_TOO_FAR)
    return day


class NewSandbox(Body):
    """A sandbox as one asks for it."""

    name: NewName | None = Field(default=None, description="Its name in addresses; chosen where it is left out.")
    origin: str = Field(
        alias="from",
        default=DEFAULT,
        pattern=r"^(default|empty|[a-z0-9][a-z0-9-]{0,39}/[a-z0-9][a-z0-9-]{0,39})$",
        description="`default`: as the world was seeded; `empty`: nobody but the operator; or a snapshot, "
        "`<sandbox>/<snapshot>`.",
    )
    day: Annotated[Day, AfterValidator(_in_reach)] | None = Field(
        alias="date", default=None, description="The day that it begins with (基準日); left out: that of `default`."
    )
    seed: int | None = Field(
        default=None,
        strict=True,
        ge=0,
        le=2**31 - 1,
        description="Makes other people; left out: the seed of `default`.",
        examples=[7],
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if "/" in self.origin and (self.day is not None or self.seed is not None):
            raise NotAcceptable(*_OF_A_SNAPSHOT)
        if self.origin == EMPTY and self.seed is not None:
            raise NotAcceptable(*_NO_SEED)
        return self

    def asked(self) -> Asked:
        """Return what is asked for."""
        return Asked(self.name or chosen_name(), self.origin, self.day, self.seed)


class RestoreRequest(Body):
    """What is brought back."""

    snapshot: SnapshotName = Field(description="The name of a snapshot of this sandbox.", examples=["before-april"])


class SandboxAnswer(BaseModel):
    """A sandbox: a world of its own, under addresses of its own."""

    name: str = Field(description="Its name in addresses (サンドボックス名).", examples=["team-a"])
    state: State = Field(
        description="`ready`; `making`: its people are made for the first time, in seconds (作成中); `failed`."
    )
    base_url: str = Field(
        description="The services: `<base_url>/eligibility/v1/…`. No slash at the end.",
        examples=["http://127.0.0.1:8000/~team-a"],
    )
    control_url: str = Field(
        description="Its controls: personas, clock and the rest. No slash at the end.",
        examples=["http://127.0.0.1:8099/~team-a"],
    )
    credentials: list[CredentialAnswer] = Field(description="Its clients, the same as in every world.")
    generation: int | None = Field(
        description="Which life of the world this is; each reset and restore begins the next one, and what was given "
        "out before is `world-mismatch`. Null until it is ready."
    )
    started_from: date = Field(description="The day that it began with (基準日).")
    snapshots: list[str] = Field(description="The names of its snapshots.")
    steps_done: int | None = Field(
        description="While it is being made: how many steps are done; else null.", examples=[40]
    )
    steps_total: int | None = Field(description="And of how many.", examples=[320])
    expires_at: datetime = Field(
        description="When it is removed unless it is used, by the machine's clock; each use puts it off."
    )


class SandboxList(BaseModel):
    """All sandboxes; `default` is none."""

    items: list[SandboxAnswer]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class SnapshotAnswer(BaseModel):
    """A sandbox as it stood."""

    sandbox: str = Field(description="Whose it is (サンドボックス名).", examples=["team-a"])
    snapshot: str = Field(description="Its name (スナップショット名).", examples=["before-april"])
    taken_at: datetime = Field(description="The instant of the world at which it was taken; a restore begins there.")


def sandbox_answer(
    sandbox: Sandbox,
    urls: tuple[str, str],
    clients: tuple[Credential, ...],
    steps: tuple[int, int] | None,
    idle_s: float,
) -> SandboxAnswer:
    """Return a sandbox as it is shown; ``urls`` are those of `default`, services first."""
    base, control = (f"{url}/~{sandbox.name}" for url in urls)
    done, total = (None, None) if steps is None or sandbox.state != "making" else steps
    return SandboxAnswer(
        name=sandbox.name,
        state=sandbox.state,
        base_url=base,
        control_url=control,
        credentials=[credential_answer(client) for client in clients],
        generation=sandbox.generation,
        started_from=sandbox.reference_date,
        snapshots=list(sandbox.snapshots),
        steps_done=done,
        steps_total=total,
        expires_at=in_japan(sandbox.used_at + timedelta(seconds=idle_s)),
    )


def snapshot_answer(snapshot: Snapshot) -> SnapshotAnswer:
    """Return a snapshot as it is shown."""
    return SnapshotAnswer(sandbox=snapshot.sandbox, snapshot=snapshot.name, taken_at=in_japan(snapshot.taken_at))
