"""Where a new round starts from: one pattern for each purpose, with words that can be sent as they are once the brackets are filled."""

from collections.abc import Mapping
from typing import Any

from codesign.models import Purpose, Weighing

PATTERNS: Mapping[str, Mapping[str, Any]] = {
    Purpose.FIND: {
        "title": "What slows down [the service]?",
        "question": "Think of the last month. What cost you time, or went wrong, when you did [the work]? Tell us in your own words.",
        "minutes": 5,
        "asks_what_hurts": "yes",
    },
    Purpose.PRIORITISE: {
        "title": "Which problem should we work on first?",
        "question": "We heard these problems from councils. Which matter most where you work?",
        "minutes": 8,
        "asks_what_hurts": "no",
        "statements": "We lose time to this every week.\nWe could fix this ourselves if we had the people.\nOur supplier must act first.",
        "weighing": Weighing.RANK,
        "items": "[PP-001]\n[PP-002]\n[PP-003]",
    },
    Purpose.REVIEW: {
        "title": "Review the draft standard for [the data]",
        "question": "Could your council deliver each element of this draft? Where not, what stands in the way?",
        "minutes": 20,
        "asks_what_hurts": "no",
    },
    Purpose.TEST: {
        "title": "Try [the tool] and tell us what happened",
        "question": "Try [the tool] with your own files. What worked, and what got in your way?",
        "minutes": 20,
        "asks_what_hurts": "yes",
        "statements": "I could do what I came to do.\nI would use it again.\nIt fits how we work today.",
    },
}


def start_from(purpose: str) -> dict[str, Any]:
    """What the form of a new round shows; empty for a purpose that is none."""
    return {**PATTERNS[purpose], "purpose": purpose} if purpose in PATTERNS else {}
