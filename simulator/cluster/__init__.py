"""A cluster on this machine, without containers: what deploy/cluster runs on several, on loopback ports of its own.

Three PostgreSQL, each under Patroni, three etcd that say who leads, and HAProxy, which is where others connect to:

    parts = find_parts(folder)                       # raises MissingParts, which names all that is not here
    with running_cluster(folder, parts) as cluster:  # formed; everything ends with the block, and with this process
        url = cluster.url("onshi")                   # the administrator's, through HAProxy, whoever leads
        cluster.leader().kill()                      # a Node: Patroni's process and PostgreSQL's
        with running_workers(url, folder) as workers:  # `onshi up` on it
            workers.base_url

``Program`` (program.py) is one process with its log; ``free_ports``, ``Etcd``, ``Node`` and ``haproxy`` are the parts,
which others may put together in another way. All configuration is that of deploy/cluster: only addresses and passwords
differ. Under root everything but the workers runs as somebody else (run_as.py).
"""
