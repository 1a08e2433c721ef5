"""Every operation of a service's OpenAPI document, and a caller who may use it: what holds for all is tried on all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from shared.domain.identifiers import InsurerNumber
from shared.domain.roles import GRANTABLE, Role
from tests.clinic import INSTITUTION, Clinic
from tests.service.registry.caller import SOCIETY

SOME_ID = "019a0000-0000-7000-8000-0000000000c1"
_OWN_INSURER = (Role.INSURER, Role.MUNICIPALITY, Role.WELFARE)


@dataclass(frozen=True)
class Operation:
    """One of them; ``headers`` are those of somebody who may use it."""

    method: str
    path: str
    described: Mapping[str, Any]
    document: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The schema of its JSON body, if it has one."""
        content = self.described.get("requestBody", {}).get("content", {})
        return self.resolved(content["application/json"]["schema"]) if "application/json" in content else None

    def parameters(self, *places: str) -> list[Mapping[str, Any]]:
        return [each for each in self.described.get("parameters", []) if each["in"] in places]

    def address(self, **values: str) -> str:
        """Where it is, with something that could be meant in every place but those of ``values``."""
        address = self.path
        for parameter in self.parameters("path"):
            schema = parameter["schema"]
            usual = SOME_ID if schema.get("format") == "uuid" else str((schema.get("enum") or ["x"])[0])
            address = address.replace(f"{{{parameter['name']}}}", values.get(parameter["name"], usual))
        return address

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def ids_in_body(self, schema: Mapping[str, Any] | None, place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        """Where an id can stand in the body."""
        for name, member in (schema or {}).get("properties", {}).items():
            for choice in (member, *member.get("anyOf", [])):
                inner = self.resolved(choice)
                if inner.get("format") == "uuid":
                    yield (*place, name)
                yield from self.ids_in_body(inner, (*place, name))


async def every_operation(
    http: httpx.AsyncClient, clinic: Clinic | None = None, patient: Mapping[str, str] | None = None
) -> list[Operation]:
    """Return the operations of the service behind ``http``; ``clinic`` signs the tokens that it trusts."""
    document = (await http.get("/openapi.json")).json()
    return [
        Operation(method, path, described, document, _headers(described, clinic, patient or {}))
        for path, item in document["paths"].items()
        for method, described in item.items()
    ]


def _headers(described: Mapping[str, Any], clinic: Clinic | None, patient: Mapping[str, str]) -> Mapping[str, str]:
    if clinic is None or "security" not in described:
        return {}
    told = re.search(r"Roles \(利用者区分\): (.*)\.", described["description"])
    roles = re.findall(r"`(\w+)`", told[1]) if told else ["operator", "institution"]
    needed = {scope for way in described["security"] for scopes in way.values() for scope in scopes}
    may = [role for role in map(Role, roles) if needed <= {scope.value for scope in GRANTABLE[role]}]
    # An operator sees most, where it may.
    role = Role.OPERATOR if Role.OPERATOR in may else may[0]
    if role is Role.PATIENT:
        return patient
    stands_for: dict[str, Any] = {"institution": None if role in (Role.OPERATOR, *_OWN_INSURER) else INSTITUTION}
    if role in _OWN_INSURER:
        stands_for["insurer_number"] = InsurerNumber(SOCIETY["insurer_number"])
    return clinic.headers(role=role, **stands_for)
