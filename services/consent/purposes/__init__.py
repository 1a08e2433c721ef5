"""The purposes for which insurance numbers may be asked for, explained."""
