"""PostgreSQL: the embedded server, roles, migrations, connections, and what its failures mean."""
