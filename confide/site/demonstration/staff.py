"""The demonstration's officers: founded, appointed and enrolled as real ones are. (CONF-5)"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from confide.ledger import checkpoint
from confide.site.demonstration import days
from confide.site.demonstration.stories import Officer, Stories
from confide.team import actions as team
from confide.team.actions.terms import Appointment
from confide.team.queries import Acting, acting_with
from confide.vault import recovery, rings, words
from confide.vault.rings import Unlocked

HandOver = Callable[[Acting, Acting, datetime], None]
Happening = tuple[datetime, Callable[[datetime], None]]
# Newcomers are in office for a day beside those they follow, so that cases can be handed over.
_TOGETHER = timedelta(days=1)


class Staff:
    """Everybody who works here, with the passphrases of those whom a visitor can sign in as."""

    def __init__(self, stories: Stories, made_on: date) -> None:
        self.stories, self.made_on = stories, made_on
        self.passphrases: dict[str, str] = {}
        self._unlocked: dict[str, Unlocked] = {}
        self._steward = next(each for each in stories.officers if each.role == "steward")

    def found(self) -> list[str]:
        """Found the service with its steward. Answers the recovery's sheets."""
        first, _ = self._span(self._steward)
        at = days.moment(first, "09:00")
        made = recovery.make_recovery()
        invitation = team.found_demonstration(self._appointment(self._steward, 0), made, at=at)
        checkpoint.make_ledger_key("confide/demonstration")
        self._enrol(self._steward, invitation, at)
        return list(made.sheets)

    def happenings(self, hand_over: HandOver) -> Iterator[Happening]:
        """Who comes and who goes, and the cases that pass between them."""
        for officer in self.stories.officers:
            if officer is self._steward:
                for years in range(2, len(officer.terms), 2):
                    first, _ = days.term(officer.terms[years], self.made_on)
                    yield days.moment(first, "08:30"), self._renewal(years)
            else:
                first, _ = self._span(officer)
                yield days.moment(first - self._early(officer), "10:00"), self._arrival(officer)
        for officer in self.stories.officers:
            _, last = self._span(officer)
            follower = self._follower(officer, last)
            if follower:
                yield days.moment(last, "12:00"), self._passing(officer, follower, hand_over)

    def acting(self, key: str, at: datetime) -> Acting:
        """Somebody at work at that moment."""
        acting = acting_with(self._unlocked[key], started_at=at, on=at.date())
        if acting is None:
            raise LookupError(key)
        return acting

    def _renewal(self, years: int) -> Callable[[datetime], None]:
        def renew(at: datetime) -> None:
            steward = self.acting(self._steward.key, at - timedelta(days=1))
            team.appoint(steward, self._appointment(self._steward, years), at=at)

        return renew

    def _arrival(self, officer: Officer) -> Callable[[datetime], None]:
        def arrive(at: datetime) -> None:
            steward = self.acting(self._steward.key, at)
            invitation = team.appoint(steward, self._appointment(officer, 0), at=at)
            self._enrol(officer, invitation, at)
            team.sign_undertaking(self.acting(officer.key, at), at=at)
            team.settle_team_key(self.acting(officer.key, at), at=at)

        return arrive

    def _passing(
        self, giver: Officer, taker: Officer, hand_over: HandOver
    ) -> Callable[[datetime], None]:
        return lambda at: hand_over(self.acting(giver.key, at), self.acting(taker.key, at), at)

    def _enrol(self, officer: Officer, invitation: str, at: datetime) -> None:
        from confide.team.queries import ring_for

        unlocked = rings.unlock(ring_for(officer.sign_in_name), invitation)
        if unlocked is None:
            raise LookupError(officer.key)
        self._unlocked[officer.key] = unlocked
        passphrase = words.make_passphrase()
        self._unlocked[officer.key] = team.enrol(self.acting(officer.key, at), passphrase, at=at)
        self.passphrases[officer.key] = passphrase

    def _appointment(self, officer: Officer, years: int) -> Appointment:
        """The appointment that covers up to two of the officer's yearly terms, from that one on."""
        mine = officer.terms[years : years + 2]
        first, last = days.term(mine[0], self.made_on)[0], days.term(mine[-1], self.made_on)[1]
        return Appointment(
            name=officer.name,
            sign_in_name=officer.sign_in_name,
            role=officer.role,
            post=officer.post,
            starts_on=first - self._early(officer),
            ends_on=last,
        )

    def _span(self, officer: Officer) -> tuple[date, date]:
        first, _ = days.term(min(officer.terms), self.made_on)
        _, last = days.term(max(officer.terms), self.made_on)
        return first, last

    def _early(self, officer: Officer) -> timedelta:
        first, _ = self._span(officer)
        mine = (each for each in self.stories.officers if each.post == officer.post)
        followed = any(self._span(each)[1] == first - timedelta(days=1) for each in mine)
        return _TOGETHER if followed else timedelta(0)

    def _follower(self, officer: Officer, last: date) -> Officer | None:
        mine = (each for each in self.stories.officers if each.post == officer.post)
        return next(
            (each for each in mine if self._span(each)[0] == last + timedelta(days=1)), None
        )
