"""Which certificates are revoked: revocation lists (CRL) and answers about one certificate (OCSP)."""
