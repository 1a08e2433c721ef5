"""What a run leaves for people and for other tools, all made from its ledger."""
