"""What alembic runs for each history: one connection, acting as the schemas' owner."""

from alembic import context
from sqlalchemy import text

config = context.config
connection = config.attributes["connection"]
schemas: tuple[str, ...] = config.attributes["schemas"]


def _is_ours(name: str | None, type_: str, _parents: object) -> bool:
    return name in schemas if type_ == "schema" else name != "alembic_version"


context.configure(
    connection=connection,
    target_metadata=config.attributes["metadata"],
    version_table_schema=schemas[0],
    include_schemas=True,
    include_name=_is_ours,
    compare_type=True,
)
with context.begin_transaction():
    connection.execute(text(f"SET LOCAL ROLE {config.attributes['owner']}"))
    # A migration that cannot get its lock soon must not stop the running service.
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    context.run_migrations()
