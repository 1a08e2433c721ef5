"""Load and measurement: the bench with its frozen echo, receptions for Locust. No part of the program."""
