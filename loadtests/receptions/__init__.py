"""What a load run sends, and when: the schedule, the desks, the data and the signing."""
