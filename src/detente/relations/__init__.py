"""Relations: what the events of the ledger make of each pair of states, month by month. Dyads are expanded here."""
