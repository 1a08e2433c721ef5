import socket

from simulator.cluster.ports import at, free_ports


def test_each_port_is_another_one_and_free() -> None:
    ports = free_ports(12)

    assert len(set(ports)) == 12
    for port in ports:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", port))


def test_an_address_is_of_this_machine() -> None:
    assert at(5432) == "127.0.0.1:5432"
