"""How personas get their identity: it follows from the seed and the reference date, on any machine."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from shared.domain.codes import Sex
from shared.domain.my_number import may_be_my_number
from simulator.personas.names import MEN, WOMEN, surname_of
from simulator.personas.persona import Holder, PersonaCard
from simulator.personas.places import place_of

_NAMESPACE = UUID("6f6e7368-6900-5000-8000-706572736f6e")
_PIN = "1234"
_APRIL, _AUGUST, _DECEMBER = 4, 8, 12
_IDEOGRAPHIC_SPACE = "\u3000"


@dataclass(frozen=True, slots=True)
class Casting:
    """One world's way to make identities; ``today`` is its reference date."""

    seed: int
    today: date

    def id_of(self, what: str) -> UUID:
        """Return the id of ``what``: always the same, and never one that looks like a My Number."""
        number = 0
        while True:
            made = uuid5(_NAMESPACE, f"{self.seed}/{what}/{number}")
            if not may_be_my_number(str(made)):
                return made
            number += 1

    def digits(self, what: str, count: int) -> str:
        """Return ``count`` digits for ``what``, the first not 0."""
        text = str(int.from_bytes(self._digest(what), "big"))
        return text[:count] if len(text) >= count else text.ljust(count, "1")

    def days_from_now(self, days: int) -> date:
        """Return the day ``days`` after the reference date; before it, when negative."""
        return self.today + timedelta(days=days)

    def years_from_now(self, years: int) -> date:
        """Return the same day another year; the last of February for a 29th that is not there."""
        return years_later(self.today, years)

    def holder(
        self,
        persona: str,
        sex: Sex,
        birthdate: date,
        *,
        hidden: bool = False,
        blocked: bool = False,
    ) -> Holder:
        """Return the person behind ``persona``; the place of the persona gives them a surname of their own."""
        place = place_of(persona)
        surname, surname_kana = surname_of(self.seed, place)
        given_names = WOMEN if sex is Sex.FEMALE else MEN
        given, given_kana = given_names[self._digest(f"given/{persona}")[0] % len(given_names)]
        return Holder(
            person_id=self.id_of(f"person/{persona}"),
            name=surname + _IDEOGRAPHIC_SPACE + given,
            name_kana=surname_kana + _IDEOGRAPHIC_SPACE + given_kana,
            sex=sex,
            birthdate=birthdate,
            postal_code="999-0001",
            address=f"東京都模擬市見本町{1 + place}丁目1番",
            address_hidden=hidden,
            self_information_blocked=blocked,
        )

    def card(
        self,
        persona: str,
        *,
        ends_in_days: int | None = None,
        has_pin: bool = True,
        revoked_for: str | None = None,
        registered: bool = True,
        carrier: str = "card",
        pin_blocked: bool = False,
    ) -> PersonaCard:
        """Return a card or a phone; ``ends_in_days`` gives its certificate an end near the reference date."""
        last_day = None if ends_in_days is None else self.days_from_now(ends_in_days)
        # A certificate lasts more than four years, so one that was issued four years before this end reaches it.
        issued_on = self.days_from_now(-400) if last_day is None else years_later(last_day, -4)
        return PersonaCard(
            card_id=self.id_of(f"card/{persona}"),
            pin=_PIN if has_pin else None,
            carrier=carrier,
            issued_on=issued_on,
            valid_until=last_day,
            revoked_for=revoked_for,
            registered=registered,
            pin_blocked=pin_blocked,
        )

    @property
    def month(self) -> tuple[date, date]:
        """The first and the last day of the reference date's month."""
        first = self.today.replace(day=1)
        return first, _first_of_next_month(first) - timedelta(days=1)

    @property
    def next_month(self) -> date:
        """The first day of the month after the reference date's."""
        return _first_of_next_month(self.today)

    @property
    def split_day(self) -> date:
        """A day of the reference date's month on which somebody turns 75: not its first, on which nothing is split.

        It is still to come, or past at the end of a month.
        """
        last = 28
        return self.today.replace(day=last if self.today.day < last else 2)

    @property
    def school_year(self) -> date:
        """The 1 April on or before the reference date."""
        return date(self.today.year - (self.today.month < _APRIL), _APRIL, 1)

    @property
    def benefit_year(self) -> tuple[date, date]:
        """The days from 1 August to 31 July around the reference date, by which shares and limits are set."""
        first = date(self.today.year - (self.today.month < _AUGUST), _AUGUST, 1)
        return first, date(first.year + 1, 7, 31)

    def _digest(self, what: str) -> bytes:
        return sha256(f"{self.seed}/{what}".encode()).digest()


def years_later(day: date, years: int) -> date:
    """Return ``day`` another year; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _first_of_next_month(day: date) -> date:
    return date(day.year + (day.month == _DECEMBER), day.month % _DECEMBER + 1, 1)
