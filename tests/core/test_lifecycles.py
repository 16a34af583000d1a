"""Lifecycles are tables: complete, and shown in the docs as they are."""

from pathlib import Path

import pytest

from missions.core.lifecycle import Lifecycle, State
from missions.core.lifecycles import every_lifecycle, page
from missions.core.refusals import NotNow

LIFECYCLES = every_lifecycle()
TABLE = Lifecycle("letter", {"draft": State("Draft", ("sent",), "the writer"), "sent": State("Sent")})


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.noun)
def test_moves_lead_to_known_states(lifecycle: Lifecycle) -> None:
    assert {move for state in lifecycle.states.values() for move in state.moves} <= lifecycle.states.keys()


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.noun)
def test_whoever_has_to_act_can_act(lifecycle: Lifecycle) -> None:
    """A state from which nothing follows is nobody's turn, unless something else than a move has to be done."""
    for state in lifecycle.states.values():
        assert state.moves or state.turn is None or "," in state.turn, state


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.noun)
def test_there_is_an_end_and_a_turn_in_all_that_has_not_ended(lifecycle: Lifecycle) -> None:
    """States that can be left but need not be (a resolved pain point, a stakeholder who said no, a judged finding) are nobody's turn."""
    mays = {"Resolved", "Not pursued", "Embedded", "Completed", "Declined", "Judged", "Published"}
    assert [
        state.label for state in lifecycle.states.values() if state.moves and not state.turn and state.label not in mays
    ] == []
    assert any(not state.turn for state in lifecycle.states.values())


def test_every_area_that_has_one_is_found() -> None:
    assert {"mission", "pain point", "intervention", "iteration", "decision", "report", "award", "round"} <= {
        lifecycle.noun for lifecycle in LIFECYCLES
    }


def test_a_move_that_is_not_in_the_table_is_refused_with_a_sentence() -> None:
    TABLE.check("draft", "sent")
    with pytest.raises(NotNow) as refusal:
        TABLE.check("sent", "draft")
    assert refusal.value.sentence == "This letter is sent, so it can’t become draft."


def test_the_diagram_starts_and_ends() -> None:
    assert TABLE.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    draft: Draft",
        "    sent: Sent",
        "    [*] --> draft",
        "    draft --> sent",
        "    sent --> [*]",
    ]


def test_the_docs_show_the_tables_as_they_are() -> None:
    shown = Path(__file__).resolve().parents[2] / "docs" / "lifecycles.md"
    assert shown.read_text() == page(), "Run `manage.py lifecycle_docs`."
