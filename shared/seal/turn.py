"""Whose turn it is to seal: a row that only the eligibility service and its schema's owner can lock.

Until the transaction ends. An advisory lock would do as well, were it not that every database role can hold it.
"""

TAKE_TURN = "SELECT is_the_one FROM eligibility.sealing_turn FOR UPDATE SKIP LOCKED"
"""One row, or none while another has it."""
WAIT_FOR_TURN = "SELECT is_the_one FROM eligibility.sealing_turn FOR UPDATE"
