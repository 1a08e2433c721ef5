from sqlalchemy.engine import make_url

from shared.db.urls import database_in, for_asyncpg, for_sqlalchemy, password_of, with_credentials, with_database

ONE = "postgresql://onshi_admin:a%2Fb@127.0.0.1:5001/onshi"
THREE = "postgresql://onshi_admin:a%2Fb@pg1:5001,pg2:5002,pg3:5003/onshi?target_session_attrs=primary"
BY_SOCKET = "postgresql://onshi_admin:a%2Fb@/onshi?host=%2Frun%2Fpg&port=5432"


def test_one_host_and_a_socket_are_named_alike_to_both_drivers() -> None:
    for url in (ONE, BY_SOCKET):
        assert for_asyncpg(url) == url
        assert for_sqlalchemy(url) == url.replace("postgresql://", "postgresql+asyncpg://")


def test_several_hosts_are_named_one_by_one_to_sqlalchemy() -> None:
    made = make_url(for_sqlalchemy(THREE))

    assert made.query["host"] == ("pg1:5001", "pg2:5002", "pg3:5003")
    assert made.query["target_session_attrs"] == "primary"
    assert (made.username, made.password, made.database) == ("onshi_admin", "a/b", "onshi")
    assert for_asyncpg(THREE) == THREE


def test_another_role_and_another_database_are_at_the_same_hosts() -> None:
    assert with_credentials(THREE, "onshi_registry", "x@y") == THREE.replace(
        "onshi_admin:a%2Fb", "onshi_registry:x%40y"
    )
    assert with_database(THREE, "onshi_sim") == THREE.replace("/onshi?", "/onshi_sim?")
    assert password_of(THREE) == "a/b"
    assert database_in(THREE) == "onshi"
