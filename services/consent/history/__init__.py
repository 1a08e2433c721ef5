"""Who saw what (開示履歴), and the proofs that it stands in the sealed record."""
