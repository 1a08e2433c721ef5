"""The folder agent (連携アプリケーション): carries files of a receipt computer to the service and its answers back.

A client program: of the simulator it knows nothing but its HTTP. Rules are pure (`names`, `wholeness`, `settling`,
`config`, `ageing`); `kept` makes that nothing happens twice, `taking` and `facing` act.
"""
