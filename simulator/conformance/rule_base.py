"""All rules of conformance, in the order in which they are told."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.conformance.rule import Rule
from simulator.conformance.rules.disclosure import DISCLOSURE
from simulator.conformance.rules.following import FOLLOWING
from simulator.conformance.rules.messages import MESSAGES
from simulator.conformance.rules.oqs import OQS
from simulator.conformance.rules.pacing import PACING
from simulator.conformance.rules.proofs import PROOFS
from simulator.conformance.rules.tokens import TOKENS

RULES: tuple[Rule, ...] = (*TOKENS, *PROOFS, *MESSAGES, *DISCLOSURE, *PACING, *FOLLOWING, *OQS)
BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})
