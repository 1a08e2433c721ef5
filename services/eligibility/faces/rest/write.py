"""How an answer to a check leaves over REST: its values straight to bytes."""

import msgspec

write_answer = msgspec.json.Encoder().encode
