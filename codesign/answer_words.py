"""Texts to start an answer from, and the words in brackets that are filled for each submission."""

import re

from codesign.models import WhatHappened
from missions.core.refusals import NotNow
from missions.problems.models import PainPoint
from missions.register.models import Organisation

COUNCIL, PAIN_POINT, SAID = "[council]", "[pain point]", "[what you said]"
FILLED = {
    COUNCIL: "the council, or “you” where nobody speaks for one",
    PAIN_POINT: "the title of the pain point that it is linked to",
    SAID: "the first words of the submission",
}
STARTS = {
    WhatHappened.DONE: "Thank you for telling us about “[pain point]”. This is done: [say what, and where to see it].",
    WhatHappened.WILL: (
        "Thank you for telling us about “[pain point]”. We will [say what] by [say when]. The page behind this message shows how far it is."
    ),
    WhatHappened.PARTLY: "Thank you for telling us about “[pain point]”. We will [say which part]. We won’t [say what], because [say why].",
    WhatHappened.WONT: "Thank you for telling us: “[what you said]”. We won’t act on it, because [say why].",
}
BRACKETS = re.compile(r"\[[^\[\]\n]{1,80}\]")
MOST_QUOTED = 80


def left_over(text: str) -> list[str]:
    """Words in brackets that nothing fills: somebody has to replace them, so that no author reads them."""
    return [found for found in dict.fromkeys(BRACKETS.findall(text)) if found not in FILLED]


def filled(text: str, *, council: Organisation | None, pain_point: PainPoint | None, said: str) -> str:
    """The answer to one submission. Refuses where a word can’t be filled."""
    if PAIN_POINT in text and pain_point is None:
        raise NotNow(
            f"“{_start_of(said)}” isn’t linked to a pain point, so {PAIN_POINT} can’t be filled and nothing was sent. Link it, or leave it out."
        )
    words = {
        COUNCIL: council.name if council else "you",
        PAIN_POINT: pain_point.title if pain_point else "",
        SAID: _start_of(said),
    }
    # In one pass: what somebody said may hold brackets of its own.
    return BRACKETS.sub(lambda found: words.get(found[0], found[0]), text)


def _start_of(said: str) -> str:
    flat = " ".join(said.split())
    return flat if len(flat) <= MOST_QUOTED else f"{flat[: MOST_QUOTED - 1].rstrip()}…"
