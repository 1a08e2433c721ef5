"""The forms of the tables of the schema ``registry``: things that writers lock, versions of what is known."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP

SCHEMA = "registry"
INFINITY: ColumnElement[Any] = literal_column("'infinity'::timestamptz")
INSTANT = TIMESTAMP(timezone=True)
OPEN = text("superseded_at = 'infinity'")

metadata = MetaData(
    naming_convention={
        # PostgreSQL's own names, so that what a migration leaves unnamed is the same here.
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
    }
)


def array_of(values: Iterable[Any], type_: Any) -> BindParameter[Any]:
    """Return values as one parameter: however many there are, the statement is the same."""
    return bindparam(None, list(values), type_=ARRAY(type_), unique=True)


def needed(name: str, type_: Any = Text, *more: Any) -> Column[Any]:
    """Return a column that is never null."""
    return Column(name, type_, *more, nullable=False)


def of(table: str, key: str) -> ForeignKey:
    """Return what makes a column name a row of ``table``."""
    return ForeignKey(f"{SCHEMA}.{table}.{key}")


def locked(name: str, key: str, type_: Any) -> Table:
    """Return a table of things whose rows writers lock."""
    return Table(name, metadata, Column(key, type_, primary_key=True), needed("changed_at", INSTANT), schema=SCHEMA)


def named(name: str, key: str) -> Table:
    """Return a table of identifiers that were given once."""
    return Table(name, metadata, Column(key, Uuid, primary_key=True), schema=SCHEMA)


def versioned(name: str, key: tuple[str, ...], *columns: Column[Any] | Index) -> Table:
    """Return a table of versions of the thing that ``key`` names."""
    facts = [column for column in columns if isinstance(column, Column)]
    indexes = [index for index in columns if isinstance(index, Index)]
    return Table(
        name,
        metadata,
        Column("version_id", Uuid, primary_key=True),
        *facts,
        needed("recorded_at", INSTANT),
        Column("superseded_at", INSTANT, nullable=False, server_default=text("'infinity'")),
        needed("recorded_by"),
        *indexes,
        UniqueConstraint(*key, "recorded_at", name=f"{name}_recorded"),
        Index(f"{name}_open", *key, unique=True, postgresql_where=OPEN),
        schema=SCHEMA,
    )


def hanging_on_a_coverage(names: Table, *columns: Column[Any]) -> Table:
    """Return the table of versions of what ``names`` names, each on a coverage."""
    (key,) = names.primary_key.columns.keys()
    name = f"{names.name.removesuffix('s')}_versions"
    return versioned(
        name,
        (key,),
        needed(key, Uuid, of(names.name, key)),
        needed("coverage_id", Uuid, of("coverages", "coverage_id")),
        *columns,
        Index(f"{name}_by_coverage", "coverage_id"),
    )
