"""The words of the portal's pages, a table for each."""
