"""Database URLs as the two drivers want them. A URL is a secret: it holds a password."""

from sqlalchemy import make_url


def for_asyncpg(url: str) -> str:
    """Return the plain ``postgresql://`` form."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def for_sqlalchemy(url: str) -> str:
    """Return the form that names asyncpg as SQLAlchemy's driver."""
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def with_credentials(url: str, role: str, password: str) -> str:
    """Return the same database for another role."""
    return make_url(url).set(username=role, password=password).render_as_string(hide_password=False)


def password_of(url: str) -> str:
    """Return the password in ``url``; raises ValueError when it has none."""
    password = make_url(url).password
    if not password:
        raise ValueError("the database URL has no password")
    return password
