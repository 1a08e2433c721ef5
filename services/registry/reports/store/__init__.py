"""What insurers have to look after, found in the registry's tables: a page walks so many versions and no more."""
