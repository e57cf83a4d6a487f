"""Whatever a decision table says: typed, sent, kept and shown again it says the same."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from benefits.admin.decision_table import saving
from benefits.admin.decision_table.drafts import draft_of, table_of
from benefits.admin.decision_table.typed import Cell, Column, Table, TypedAmount, TypedTier, read
from benefits.models import Benefit, known_facts
from benefits.publishing.compile import tier_rows
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit():
    factories.QuestionFactory(key="employment", choices=["employee", "flexible"])
    factories.QuestionFactory(key="childcare", of_child=True, choices=["nursery", "kindergarten", "none"])
    factories.QuestionFactory(key="pregnant")
    factories.QuestionFactory(key="order", integer=True)
    factories.QuestionFactory(key="paid", money=True)
    factories.QuestionFactory(key="bought", date=True)
    return factories.BenefitFactory(per_child=True)


_numbers = st.integers(1, 10).map(str)
_days = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
_money = st.decimals(0, 9999, places=2).map(str)


def _compared(values: st.SearchStrategy[str], order, *operators: str) -> st.SearchStrategy[Cell]:
    one = st.builds(Cell, st.sampled_from(operators), values.map(lambda value: (value,)))
    ends = st.lists(values, min_size=2, max_size=2).map(lambda pair: tuple(sorted(pair, key=order)))
    return one | st.builds(Cell, st.just("between"), ends)


def _ticked(*choices: str) -> st.SearchStrategy[Cell]:
    several = st.sets(st.sampled_from(choices), min_size=1).map(
        lambda keys: tuple(key for key in choices if key in keys)
    )
    one = st.sampled_from(choices).map(lambda key: (key,))
    return st.builds(Cell, st.just("one_of"), several) | st.builds(Cell, st.just("is_not"), one)


_CELLS = {
    "pregnant": st.sampled_from(["true", "false"]).map(lambda value: Cell(values=(value,))),
    "employment": _ticked("employee", "flexible"),
    "childcare": _ticked("nursery", "kindergarten", "none"),
    "order": _compared(_numbers, int, "at_least", "at_most", "is", "is_not"),
    "age_months": _compared(_numbers, int, "at_least", "at_most"),
    "paid": _compared(_money, float, "at_least", "at_most"),
    "bought": _compared(_days, str, "before", "on_or_after") | st.just(Cell("before", (), "policy_published_on")),
}
_AMOUNTS = (
    st.builds(TypedAmount, kind=st.sampled_from(["in_kind", "as_regulated"]))
    | st.builds(TypedAmount, kind=st.sampled_from(["one_off", "monthly"]), yuan=st.just("500.00"))
    | st.builds(
        TypedAmount, kind=st.just("ceiling"), yuan=st.just("9.50"), basis=st.sampled_from(["paid", "eligible_costs"])
    )
    | st.builds(TypedAmount, kind=st.just("percent"), percent=st.integers(1, 100).map(str), of=st.just("paid"))
    | st.just(TypedAmount())
)


@st.composite
def tables(draw) -> Table:
    """A right table with each of the facts once."""
    facts = draw(st.permutations(list(_CELLS)))
    tiers = st.builds(
        TypedTier,
        st.tuples(*(st.just(Cell()) | _CELLS[fact] for fact in facts)),
        _AMOUNTS.map(lambda amount: (amount,)),
        st.just("") | st.just("2026-01-01"),
        st.just("") | st.just("2026-12-31"),
    )
    return Table(tuple(Column(fact, fact) for fact in facts), tuple(draw(st.lists(tiers, max_size=4))))


def sent(table: Table) -> QueryDict:
    """The table as a browser sends it."""
    post = QueryDict(mutable=True)
    for number, column in enumerate(table.columns):
        post[f"c{number}-fact"], post[f"c{number}-was"] = column.fact, column.was
    for row, tier in enumerate(table.tiers):
        post.update({f"t{row}-{name}": text_of(tier, name) for name in ("id", "valid_from", "valid_until")})
        for number, cell in enumerate(tier.cells):
            post[f"t{row}-c{number}-operator"], post[f"t{row}-c{number}-parameter"] = cell.operator, cell.parameter
            post.setlist(f"t{row}-c{number}-value", [*cell.values, ""])
        for number, amount in enumerate(tier.amounts):
            post.update({f"t{row}-a{number}-{spec.name}": text_of(amount, spec.name) for spec in fields(TypedAmount)})
    return post


def text_of(typed: TypedTier | TypedAmount, name: str) -> str:
    return str(getattr(typed, name) or "")


def by_fact(table: Table) -> list:
    """The tiers, each by fact and without ids: a column that no tier uses is not kept, and the order is free."""
    return [
        (
            {column.fact: cell for column, cell in zip(table.columns, tier.cells, strict=True) if cell != Cell()},
            [replace(amount, id=None) for amount in tier.amounts],
            tier.valid_from,
            tier.valid_until,
        )
        for tier in table.tiers
    ]


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_table_is_the_same_after_it_was_saved(benefit, data):
    table, facts = data.draw(tables()), known_facts()
    draft = draft_of(table, facts, "child")
    assert not any(draft.faults.values())
    saving.save(benefit, draft.tiers)
    stored = table_of(map(tier_rows, benefit.tiers.all()), facts)
    assert by_fact(stored) == by_fact(table)
    assert saving.save(benefit, draft_of(stored, facts, "child").tiers) is False


@hypothesis_settings(max_examples=100)
@given(table=tables())
def test_any_table_is_the_same_after_it_was_sent(table):
    assert read(sent(table)) == table


def test_every_table_of_the_thirteen_measures_is_typed_as_it_is_kept(policy):
    facts = known_facts()
    for benefit in Benefit.objects.prefetch_related("tiers__conditions", "tiers__amounts"):
        typed = read(sent(table_of(map(tier_rows, benefit.tiers.all()), facts)))
        draft = draft_of(typed, facts, benefit.per)
        assert not any(draft.faults.values())
        assert saving.save(benefit, draft.tiers) is False
