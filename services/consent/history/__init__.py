"""Who saw what (開示履歴), and the proofs that it is in the sealed record."""
