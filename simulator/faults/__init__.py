"""Faults (障害の注入): rules that a tester makes, and what they do to requests on their way."""
