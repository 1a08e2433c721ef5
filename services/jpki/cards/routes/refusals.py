"""What every route of cards may be refused with."""

from shared.errors import DATABASE_FAILURES, BodyTooLarge, BodyUnreadable, RequestInvalid, WorldUnknown

ALWAYS = (RequestInvalid, WorldUnknown, *DATABASE_FAILURES)
WITH_BODY = (*ALWAYS, BodyUnreadable, BodyTooLarge)
