"""The service clock: when an answer is due, in working time, and how much of it is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from suki.kernel.errors import RuleBroken, _
from suki.kernel.worktime import WorkCalendar

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stands still, because the client or a third party has to act; may still last."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise RuleBroken(
                _("A pause ends after it starts, but {end} is before {start}."),
                start=self.start,
                end=self.end,
            )


@dataclass(frozen=True, slots=True)
class ServiceClock:
    """A promise to act within so many working minutes of a moment, and the pauses it was granted."""

    calendar: WorkCalendar
    created: datetime
    minutes: int
    pauses: Sequence[Pause] = ()

    def due(self) -> datetime | None:
        """The moment, in UTC, at which the promise is broken; None while a pause that has no end yet holds it up.

        The clock starts at creation, or at the next opening where nobody is at work then. A pause moves the due
        moment by the working time that lies in it; one that begins when the time is up already moves nothing.
        """
        left, running_since = self.minutes * _MINUTE, self.created
        for start, end in self._pauses_in_order():
            available = self.calendar.time_between(running_since, start)
            if left <= available:
                break
            if end is None:
                return None
            left, running_since = left - available, end
        return self.calendar.add_time(running_since, left)

    def minutes_left(self, now: datetime) -> int:
        """Whole working minutes left at this moment; negative once the promise is broken."""
        return (self.minutes * _MINUTE - self._used(now)) // _MINUTE

    def _used(self, now: datetime) -> timedelta:
        used, running_since = timedelta(), self.created
        for start, end in self._pauses_in_order():
            if start >= now:
                break
            used += self.calendar.time_between(running_since, start)
            if end is None:
                return used
            running_since = end
        return used + self.calendar.time_between(running_since, max(now, running_since))

    def _pauses_in_order(self) -> Iterator[tuple[datetime, datetime | None]]:
        """The pauses one after the other, those before creation cut off and overlapping ones joined."""
        free_from = self.created
        for pause in sorted(self.pauses, key=lambda pause: pause.start):
            if pause.end is not None and pause.end <= free_from:
                continue
            yield max(pause.start, free_from), pause.end
            if pause.end is None:
                return
            free_from = pause.end
