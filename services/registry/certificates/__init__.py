"""What hangs on a coverage: certificates and tickets, issued, renewed, ended."""
