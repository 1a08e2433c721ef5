"""Database URLs as the two drivers want them. A URL is a secret: it holds a password."""

from urllib.parse import quote, unquote, urlsplit


def for_asyncpg(url: str) -> str:
    """Return the plain ``postgresql://`` form."""
    return "postgresql://" + url.partition("://")[2]


def for_sqlalchemy(url: str) -> str:
    """Return the form that names asyncpg as SQLAlchemy's driver, which wants several hosts one by one in the query."""
    parts = urlsplit(url)
    credentials, at, places = parts.netloc.rpartition("@")
    if "," in places:
        hosts = [f"host={quote(place, safe=':')}" for place in places.split(",")]
        parts = parts._replace(netloc=credentials + at, query="&".join([*hosts, *filter(None, [parts.query])]))
    return "postgresql+asyncpg://" + parts.geturl().partition("://")[2]


def with_credentials(url: str, role: str, password: str) -> str:
    """Return the same database for another role."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{place}").geturl()


def password_of(url: str) -> str:
    """Return the password in ``url``; raises ValueError when it has none."""
    credentials = urlsplit(url).netloc.rpartition("@")[0]
    password = unquote(credentials.partition(":")[2])
    if not password:
        raise ValueError("the database URL has no password")
    return password


def with_database(url: str, database: str) -> str:
    """Return the same role at the same server, for another database."""
    return urlsplit(url)._replace(path=f"/{quote(database, safe='')}").geturl()


def database_in(url: str) -> str:
    """Return the name of the database that ``url`` names."""
    return unquote(urlsplit(url).path.lstrip("/"))
