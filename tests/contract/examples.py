"""The examples of the API documents, sent as a reader would send them: as they stand, placeholders filled."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder

from shared.domain.roles import GRANTABLE, Role
from shared.web.document import operations
from shared.web.placeholders import PLACEHOLDERS, Placeholder
from tests.flows.program import Simulator

_TRIES = 60
SERVICES = ("registry", "consent", "eligibility", "jpki", "reader", "controls")
PREFERRED = ("operator", "institution", "reader", "insurer", "municipality")
"""Who sends, where several may."""
ONE_OF = {"reference_numbers_remove": "reference_number"}
"""Operations that need one of several parameters, none of which is required by itself."""
JOURNAL = "controls_list_journal"
"""It tells of requests a moment after their answers; what was asked of the controls is not told."""
Operation = tuple[str, str, dict[str, Any]]
"""Method, path, and what the document says."""


@dataclass
class Api:
    """A running simulator with its documents, and the tokens of everybody who has credentials there."""

    simulator: Simulator
    http: httpx.Client
    tokens: dict[str, str] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(700_001))

    def url_of(self, service: str) -> str:
        return self.simulator.control_url if service == "controls" else f"{self.simulator.base_url}/{service}"

    def document(self, service: str) -> dict[str, Any]:
        if service not in self.documents:
            self.documents[service] = self.http.get(f"{self.url_of(service)}/openapi.json").raise_for_status().json()
        return self.documents[service]

    def credentials(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get(f"{self.simulator.control_url}/credentials").json()["items"]
        return found

    def token(self, client_id: str) -> str:
        if client_id not in self.tokens:
            secret = next(each["client_secret"] for each in self.credentials() if each["client_id"] == client_id)
            form = {"grant_type": "client_credentials"}
            url = f"{self.url_of('registry')}/v1/oauth/token"
            answer = self.http.post(url, data=form, auth=(client_id, secret)).raise_for_status()
            self.tokens[client_id] = answer.json()["access_token"]
        return self.tokens[client_id]

    def operation(self, service: str, operation_id: str) -> Operation:
        return next(each for each in every_operation(self.document(service)) if each[2]["operationId"] == operation_id)

    def allowed(self, operation: Mapping[str, Any]) -> list[str]:
        """Return the roles that may send it, those first who see most; nobody where it needs no token."""
        if "security" not in operation:
            return []
        scopes = {scope for way in operation["security"] for needed in way.values() for scope in needed}
        named = re.search(r"Roles \(利用者区分\): (.*)\.", operation.get("description", ""))
        roles = re.findall(r"`(\w+)`", named[1]) if named else [role.value for role in GRANTABLE]
        order = {role: place for place, role in enumerate(PREFERRED)}
        able = [role for role in roles if scopes <= GRANTABLE[Role(role)]]
        return sorted(able, key=lambda role: order.get(role, len(order)))


def every_operation(document: dict[str, Any]) -> Iterator[Operation]:
    for (method, path), operation in operations(document):
        yield method, path, operation


@dataclass
class Reader:
    """Somebody who tries one example. What stands for placeholders is asked for once and kept."""

    api: Api
    filled: dict[str, str] = field(default_factory=dict)

    def sends(self, service: str, operation: Operation, name: str | None = None) -> httpx.Response:
        """Send the example of an operation: the one of this name, or the first."""
        method, path, told = operation
        headers, query, path = self.caller(told), self.query_of(told), self.path_of(path, told)
        content: bytes | None = None
        for media_type, media in told.get("requestBody", {}).get("content", {}).items():
            headers["Content-Type"] = media_type
            examples = media["examples"]
            content = self._written(media_type, examples[name or next(iter(examples))]["value"])
        url = self.api.url_of(service) + path
        answer = self.api.http.request(method, url, params=query, headers=headers, content=content)
        for _ in range(_TRIES):
            if answer.status_code != httpx.codes.CONFLICT or "import-running" not in answer.text:
                break
            # Of one insurer one at a time: the file that was handed in before is soon done.
            time.sleep(0.5)
            answer = self.api.http.request(method, url, params=query, headers=headers, content=content)
        if (service, method.upper(), path) == ("controls", "PUT", "/clock"):
            # A day later no token is good any more.
            self.api.tokens.clear()
            self.filled.pop("session", None)
        return answer

    def path_of(self, path: str, told: Mapping[str, Any]) -> str:
        """Return the path of an operation with the examples of its parameters."""
        for parameter in told.get("parameters", []):
            if parameter["in"] == "path":
                value = self._filled(str(_example_of(parameter)))
                path = path.replace(f"{{{parameter['name']}}}", quote(value, safe=""))
        return path

    def query_of(self, told: Mapping[str, Any]) -> dict[str, str]:
        """Return the query parameters that an operation cannot do without."""
        query = {
            each["name"]: self._filled(str(_example_of(each)))
            for each in told.get("parameters", [])
            if each["in"] == "query" and (each.get("required") or each["name"] == ONE_OF.get(told["operationId"]))
        }
        return query | ({"wait": "5"} if told["operationId"] == JOURNAL else {})

    def _written(self, media_type: str, body: Any) -> bytes:
        if media_type == "application/x-www-form-urlencoded":
            return str(httpx.QueryParams(body)).encode()
        if media_type in ("application/xml", "application/x-ndjson", "text/csv"):
            return str(body).encode()
        if media_type == "application/ocsp-request":
            assert body == PLACEHOLDERS["ocsp_request"].example
            return self._ocsp_request()
        return self._filled(json.dumps(body, ensure_ascii=False), in_json=True).encode()

    def _filled(self, text: str, *, in_json: bool = False) -> str:
        for name, placeholder in PLACEHOLDERS.items():
            example = json.dumps(placeholder.example, ensure_ascii=False)[1:-1] if in_json else placeholder.example
            if example in text and f"{example}." not in text:
                value = self._value(name, placeholder)
                text = text.replace(example, json.dumps(value)[1:-1] if in_json else value)
        return text

    def _value(self, name: str, placeholder: Placeholder) -> str:
        if name == "number":
            self.filled.setdefault(name, str(next(self.api.numbers)))
        if name not in self.filled:
            source = self.api.operation(placeholder.service, placeholder.operation)
            if placeholder.operation == JOURNAL:
                self.api.http.get(f"{self.api.url_of('consent')}/v1/purposes")
            answer = self.sends(
                placeholder.service, source, None if placeholder.request == "example" else placeholder.request
            )
            assert answer.is_success, (name, answer.status_code, answer.text)
            found: Any = answer.text if not placeholder.pointer else answer.json()
            for step in placeholder.pointer.split("/")[1:]:
                found = found[int(step)] if isinstance(found, list) else found[step]
            self.filled[name] = found
        return self.filled[name]

    def caller(self, told: Mapping[str, Any]) -> dict[str, str]:
        """Return the headers of somebody who may send it."""
        roles = self.api.allowed(told)
        if not roles:
            return {}
        if roles == ["patient"]:
            return {"Authorization": f"Bearer {self._session()}"}
        client = next(
            each
            for role in (*PREFERRED, *roles)
            if role in roles
            for each in self.api.credentials()
            if each["role"] == role
        )
        return {"Authorization": f"Bearer {self.api.token(client['client_id'])}"}

    def _session(self) -> str:
        if "session" not in self.filled:
            answer = self.sends("consent", self.api.operation("consent", "me_sign_in"))
            assert answer.is_success, answer.text
            self.filled["session"] = answer.json()["access_token"]
        return self.filled["session"]

    def _ocsp_request(self) -> bytes:
        card = self.api.operation("jpki", "cards_read_certificate")
        certificate = x509.load_pem_x509_certificate(self.sends("jpki", card).content)
        roots = self.sends("jpki", self.api.operation("jpki", "authority_read_roots")).content
        issuer = next(each for each in x509.load_pem_x509_certificates(roots) if each.subject == certificate.issuer)
        return OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1()).build().public_bytes(Encoding.DER)  # noqa: S303 - RFC 6960's own


def _example_of(parameter: Mapping[str, Any]) -> Any:
    schema = parameter["schema"]
    if "example" in parameter:
        return parameter["example"]
    return (schema.get("examples") or schema.get("enum") or [schema.get("default")])[0]
