"""What breaks a client between two OpenAPI documents: everything but additions.

A client that was written against the older document must be able to go on: what it may send is still taken, what it
is answered still has what it reads. So nothing goes, no type changes, a request needs nothing new and forbids nothing
new, and an answer leaves out nothing that always came.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
_SENT_NARROWER = {"maxLength": min, "maximum": min, "exclusiveMaximum": min, "maxItems": min} | {
    "minLength": max,
    "minimum": max,
    "exclusiveMinimum": max,
    "minItems": max,
}
"""Bounds of what is sent, and which of two is the tighter."""


def breaks(old: Json, new: Json) -> list[str]:
    """Return what breaks a client of ``old``, by place."""
    return sorted(set(_Comparison(old, new).found()))


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[str, str, bool]] = set()

    def found(self) -> Iterator[str]:
        for path, item in self._old["paths"].items():
            for method, operation in item.items():
                place = f"{method.upper()} {path}"
                now = self._new["paths"].get(path, {}).get(method)
                if now is None:
                    yield f"{place}: is gone"
                    continue
                if operation["operationId"] != now["operationId"]:
                    yield f"{place}: has another operationId"
                yield from self._parameters(place, operation, now)
                yield from self._body(place, operation.get("requestBody"), now.get("requestBody"))
                yield from self._responses(place, operation["responses"], now["responses"])

    def _parameters(self, place: str, old: Json, new: Json) -> Iterator[str]:
        before = {(each["in"], each["name"]): each for each in old.get("parameters", [])}
        after = {(each["in"], each["name"]): each for each in new.get("parameters", [])}
        for key, each in before.items():
            where = f"{place} {key[0]} {key[1]}"
            if key not in after:
                yield f"{where}: is gone"
            else:
                yield from self._schema(where, each["schema"], after[key]["schema"], sent=True)
        for key, each in after.items():
            if each.get("required") and not before.get(key, {}).get("required"):
                yield f"{place} {key[0]} {key[1]}: is required now"

    def _body(self, place: str, old: Json | None, new: Json | None) -> Iterator[str]:
        if old is None:
            if new is not None and new.get("required"):
                yield f"{place} body: is required now"
            return
        for media_type, media in old["content"].items():
            now = (new or {"content": {}})["content"].get(media_type)
            if now is None:
                yield f"{place} body {media_type}: is gone"
            else:
                yield from self._schema(f"{place} body", media["schema"], now["schema"], sent=True)

    def _responses(self, place: str, old: Json, new: Json) -> Iterator[str]:
        for status, response in old.items():
            if status not in new:
                # A refusal that is met no more breaks nobody.
                if status < "400":
                    yield f"{place} {status}: is gone"
                continue
            before, after = (self._resolved(self._old, response), self._resolved(self._new, new[status]))
            for media_type, media in before.get("content", {}).items():
                now = after.get("content", {}).get(media_type)
                if now is None:
                    yield f"{place} {status} {media_type}: is gone"
                elif "schema" in media:
                    yield from self._schema(f"{place} {status}", media["schema"], now["schema"], sent=False)
            for name in before.get("headers", {}).keys() - after.get("headers", {}).keys():
                yield f"{place} {status} header {name}: is gone"

    def _schema(self, place: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        key = (str(old.get("$ref", id(old))), str(new.get("$ref", id(new))), sent)
        if key in self._seen:
            return
        self._seen.add(key)
        old, new = self._resolved(self._old, old), self._resolved(self._new, new)
        yield from self._types(place, old, new, sent=sent)
        yield from self._words(place, old, new, sent=sent)
        yield from self._members(place, old, new, sent=sent)
        for part in ("items", "additionalProperties"):
            if isinstance(old.get(part), Mapping) and isinstance(new.get(part), Mapping):
                yield from self._schema(f"{place}/{part}", old[part], new[part], sent=sent)
        if sent:
            for bound, tighter in _SENT_NARROWER.items():
                if bound in new and (bound not in old or tighter(old[bound], new[bound]) != old[bound]):
                    yield f"{place}: {bound} is narrower"
            if "pattern" in new and new["pattern"] != old.get("pattern"):
                yield f"{place}: has another pattern"

    def _types(self, place: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        before, after = self._kinds(self._old, old), self._kinds(self._new, new)
        lost, added = before - after, after - before
        if (sent and after and lost) or (not sent and before and added):
            yield f"{place}: another type ({', '.join(sorted(before))}; now {', '.join(sorted(after))})"

    def _kinds(self, document: Json, schema: Json) -> set[str]:
        """Return the types and formats that a schema allows; none: any."""
        schema = self._resolved(document, schema)
        choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
        if choices:
            return {kind for choice in choices for kind in self._kinds(document, choice)}
        types = schema.get("type", [])
        named = [types] if isinstance(types, str) else list(types)
        return {f"{name} {schema['format']}" if "format" in schema else name for name in named}

    def _words(self, place: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        """Words that may be sent stay; those that are answered may grow (clients are told so), and stay too."""
        before, after = self._enumerated(self._old, old), self._enumerated(self._new, new)
        if before and after:
            for word in sorted(before - after):
                yield f"{place}: the word {word!r} is gone"
        elif after and sent:
            yield f"{place}: only certain words are taken now"

    def _enumerated(self, document: Json, schema: Json) -> set[str]:
        schema = self._resolved(document, schema)
        words = [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]
        found = {str(word) for word in words}
        for choice in [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]:
            found |= self._enumerated(document, choice)
        return found

    def _members(self, place: str, old: Json, new: Json, *, sent: bool) -> Iterator[str]:
        before, after = self._objects(self._old, old), self._objects(self._new, new)
        for name, member in before.items():
            if name not in after:
                yield f"{place}/{name}: is gone"
            else:
                yield from self._schema(f"{place}/{name}", member, after[name], sent=sent)
        needed, needed_now = set(self._required(self._old, old)), set(self._required(self._new, new))
        if sent:
            yield from (f"{place}/{name}: is required now" for name in sorted(needed_now - needed))
        else:
            yield from (
                f"{place}/{name}: need not come any more" for name in sorted((needed - needed_now) & after.keys())
            )

    def _objects(self, document: Json, schema: Json) -> dict[str, Json]:
        schema = self._resolved(document, schema)
        members = dict(schema.get("properties", {}))
        for choice in [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]:
            members |= self._objects(document, choice)
        return members

    def _required(self, document: Json, schema: Json) -> list[str]:
        schema = self._resolved(document, schema)
        found = list(schema.get("required", []))
        for choice in [*schema.get("anyOf", []), *schema.get("allOf", [])]:
            found += self._required(document, choice)
        return found

    def _resolved(self, document: Json, part: Json) -> Json:
        while "$ref" in part:
            found: Any = document
            for step in part["$ref"].split("/")[1:]:
                found = found[step]
            part = found
        return part
