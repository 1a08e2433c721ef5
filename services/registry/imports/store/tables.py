"""The tables of imports, as migrations/registry makes them."""

from sqlalchemy import ARRAY, BigInteger, Column, Index, Integer, LargeBinary, Table, Text, Uuid, text

from services.registry.table_forms import INSTANT, SCHEMA, metadata, needed, of


def _counted(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("0"))


imports = Table(
    "imports",
    metadata,
    Column("import_id", Uuid, primary_key=True),
    needed("client_id"),
    Column("insurer_number", Text),
    needed("format"),
    needed("encoding"),
    needed("columns", ARRAY(Text)),
    needed("state"),
    needed("received_at", INSTANT),
    Column("heard_at", INSTANT, nullable=False, server_default=text("clock_timestamp()")),
    Column("ended_at", INSTANT),
    _counted("lines"),
    _counted("accepted"),
    _counted("unchanged"),
    _counted("rejected"),
    Index(
        "imports_under_way",
        text("coalesce(insurer_number, '')"),
        unique=True,
        postgresql_where=text("state IN ('receiving', 'running')"),
    ),
    schema=SCHEMA,
)
"""Files of many people; ``heard_at`` is real time: when the last of one arrived that is being received."""
import_parts = Table(
    "import_parts",
    metadata,
    Column("import_id", Uuid, of("imports", "import_id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    needed("first_line", BigInteger),
    Column("content", LargeBinary),
    Column("written", ARRAY(Uuid)),
    schema=SCHEMA,
)
"""Lines that wait to be worked; once they are, the persons whose cards may have waited for them; then gone."""
import_rejections = Table(
    "import_rejections",
    metadata,
    Column("import_id", Uuid, of("imports", "import_id"), primary_key=True),
    Column("line", BigInteger, primary_key=True),
    Column("place", Integer, primary_key=True),
    needed("pointer"),
    needed("code"),
    needed("message"),
    needed("message_ja"),
    schema=SCHEMA,
)
import_turn = Table("import_turn", metadata, Column("turn", Integer, primary_key=True), schema=SCHEMA)
"""One row: whoever has it locked works the imports of this world."""
