"""What a benefit's decision table does wrong as a whole: tiers that can never decide, ages and days left out.

Whether a tier can hold, and whether the tiers before it leave anything to it, is decided over the cells of the facts
(cells.py) for households that have answered everything; no finding is a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations, groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from benefits.eligibility.cells import Days, Grid, age_runs, is_covered, is_empty, parameter_choices, stretches
from benefits.eligibility.facts import AGE_MONTHS
from benefits.eligibility.logic import Kleene
from benefits.eligibility.program import COMPARE
from benefits.eligibility.rulebook import Benefit, Condition, Rulebook, Tier

# How long one tier is held against those before it until it counts as too large to decide: a tenth of a second.
MOST_STEPS = 20_000


class Unpaid(NamedTuple):
    """A tier of which no amount applies on any of its days."""

    tier: int


class IdleAmount(NamedTuple):
    """An amount that applies on none of its tier's days, while another does."""

    tier: int
    amount: int


class Impossible(NamedTuple):
    """A tier that no household can meet, and conditions of it that exclude each other."""

    tier: int
    conditions: tuple[int, ...]


class Shadowed(NamedTuple):
    """A tier of which every household meets one of these earlier tiers, on all days."""

    tier: int
    by: tuple[int, ...]


class Undecided(NamedTuple):
    """A tier too large to say whether earlier ones leave anything to it."""

    tier: int


class AgesTwice(NamedTuple):
    """Ages in months, ends included, that two tiers have which are alike otherwise. `last` None: and all above."""

    tier: int
    earlier: int
    first: int
    last: int | None


class AgesMissing(NamedTuple):
    """Ages in months, ends included, between two tiers that are alike otherwise."""

    tier: int
    below: int
    first: int
    last: int


class DaysMissing(NamedTuple):
    """Days, ends included, on which nothing applies, though tiers with the same conditions do before and after."""

    tier: int
    first: date
    last: date


# Tiers, conditions and amounts are named by their place, counted from 0.
Flaw: TypeAlias = Unpaid | IdleAmount | Impossible | Shadowed | Undecided | AgesTwice | AgesMissing | DaysMissing


def flaws(rulebook: Rulebook, benefit: Benefit) -> list[Flaw]:
    """Every flaw of a benefit's table; its conditions must be ones that can be judged."""
    return sorted(_Table(rulebook, benefit).flaws(), key=lambda flaw: flaw.tier)


class _Table:
    """A benefit's tiers on each stretch of days, and their boxes."""

    def __init__(self, rulebook: Rulebook, benefit: Benefit) -> None:
        self.tiers = benefit.tiers
        self.stretches = stretches(benefit)
        self.active = {days: self._tiers_on(days) for days in self.stretches}
        self.choices = {days: parameter_choices(rulebook, benefit, days) for days in self.stretches}
        self.grid = cache(lambda days, number: Grid(rulebook, benefit, days, self.choices[days][number]))

    def flaws(self) -> Iterator[Flaw]:
        dead = set()
        for place, tier in enumerate(self.tiers):
            flaw = self._never_decides(place)
            if flaw is None or isinstance(flaw, Undecided):
                yield from _idle_amounts(place, tier)
            else:
                dead.add(place)
            if flaw is not None:
                yield flaw
        yield from dict.fromkeys(flaw for days in self.stretches for flaw in self._ages(days, dead))
        yield from self._days_missing()

    def _tiers_on(self, days: Days) -> list[int]:
        return [place for place, tier in enumerate(self.tiers) if tier.amount_on(days.first) is not None]

    def _grids(self, place: int) -> Iterator[tuple[Days, Grid]]:
        """The stretches on which a tier gives something, with each choice of the parameters."""
        for days in self.stretches:
            if place in self.active[days]:
                for number in range(len(self.choices[days])):
                    yield days, self.grid(days, number)

    def _never_decides(self, place: int) -> Flaw | None:
        """Why no fully answered household ever gets the tier's amount; None: one does."""
        conditions = self.tiers[place].conditions
        steps = iter(range(MOST_STEPS))

        def exclude_each_other(chosen: Sequence[int]) -> bool:
            return all(is_empty(grid.box(conditions[number] for number in chosen)) for _, grid in self._grids(place))

        def leave_nothing(earlier: Sequence[int]) -> Kleene:
            for days, grid in self._grids(place):
                before = [grid.box(self.tiers[other].conditions) for other in earlier if other in self.active[days]]
                outcome = is_covered(grid.box(conditions), before, steps)
                if outcome is not True:
                    return outcome
            return True

        if not any(place in tiers for tiers in self.active.values()):
            return Unpaid(place)
        if exclude_each_other(range(len(conditions))):
            return Impossible(place, _fewest(range(len(conditions)), exclude_each_other))
        is_shadowed = leave_nothing(range(place))
        if is_shadowed:
            return Shadowed(place, _fewest(range(place), lambda earlier: leave_nothing(earlier) is True))
        return Undecided(place) if is_shadowed is None else None

    def _ages(self, days: Days, dead: Collection[int]) -> Iterator[Flaw]:
        """Where the ages of tiers that are alike otherwise overlap, or leave a gap between them."""
        alike: dict[frozenset[Condition], list[int]] = {}
        for place in self.active[days]:
            conditions = self.tiers[place].conditions
            if place not in dead and any(condition.fact == AGE_MONTHS for condition in conditions):
                others = frozenset(condition for condition in conditions if condition.fact != AGE_MONTHS)
                alike.setdefault(others, []).append(place)
        for places in alike.values():
            yield from _age_flaws({place: _of_age(self.tiers[place]) for place in places})

    def _days_missing(self) -> Iterator[Flaw]:
        """Days between two on which tiers with the same conditions apply, and on which none does."""
        alike: dict[frozenset[Condition], list[int]] = {}
        for place, tier in enumerate(self.tiers):
            alike.setdefault(frozenset(tier.conditions), []).append(place)
        for places in alike.values():
            active = [[place for place in places if place in self.active[days]] for days in self.stretches]
            for first, last in _gaps(active):
                yield DaysMissing(active[last + 1][0], self.stretches[first].first, self.stretches[last].last)


def _fewest(places: Sequence[int], suffice: Callable[[Sequence[int]], bool]) -> tuple[int, ...]:
    """Places that suffice together and of which none can be spared, the earlier ones first."""
    kept = list(places)
    for place in reversed(places):
        rest = [other for other in kept if other != place]
        if suffice(rest):
            kept = rest
    return tuple(kept)


def _idle_amounts(place: int, tier: Tier) -> Iterator[Flaw]:
    for number, dated in enumerate(tier.amounts):
        if not dated.period.overlaps(tier.period):
            yield IdleAmount(place, number)


def _of_age(tier: Tier) -> tuple[Condition, ...]:
    return tuple(condition for condition in tier.conditions if condition.fact == AGE_MONTHS)


def _age_flaws(conditions_of: Mapping[int, Sequence[Condition]]) -> Iterator[Flaw]:
    conditions = [condition for of_tier in conditions_of.values() for condition in of_tier]
    ages = age_runs(conditions)
    having = [
        [
            place
            for place, of_tier in conditions_of.items()
            if all(COMPARE[condition.operator](first, condition.value) for condition in of_tier)
        ]
        for first, _ in ages
    ]
    for earlier, later in combinations(conditions_of, 2):
        for first, last in _spans([earlier in places and later in places for places in having]):
            yield AgesTwice(later, earlier, ages[first][0], ages[last][1] if last + 1 < len(ages) else None)
    for first, last in _gaps(having):
        yield AgesMissing(having[last + 1][0], having[first - 1][0], ages[first][0], ages[last][1])


def _gaps(filled: Sequence[Collection[int]]) -> Iterator[tuple[int, int]]:
    """The first and last place of each run of empty ones that has filled ones on both sides."""
    for first, last in _spans([not places for places in filled]):
        if first > 0 and last + 1 < len(filled):
            yield first, last


def _spans(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and last place of each run of true ones."""
    for is_set, run in groupby(enumerate(flags), itemgetter(1)):
        if is_set:
            places = [place for place, _ in run]
            yield places[0], places[-1]
