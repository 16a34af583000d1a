"""The levers that a new installation begins with: at least one for each style of action at each stage.

The idea of a map of styles × stages is published (Policy Lab, “Styles of government action”); the words and the choice are ours.
"""

from typing import NamedTuple


class Starting(NamedTuple):
    """One lever as it begins; administrators change it as they like."""

    slug: str
    name: str
    style: str
    stage: str
    description: str


STARTING = (
    Starting(
        "convene-discovery",
        "Bring the people concerned together",
        "convene",
        "early",
        "Workshops and co-design rounds that find out what hurts and who could mend it.",
    ),
    Starting(
        "convene-network",
        "Run a network of practitioners",
        "convene",
        "structured",
        "People who do the same work in different councils meet, share what works and help one another.",
    ),
    Starting(
        "convene-partnership",
        "Agree a lasting partnership",
        "convene",
        "mature",
        "Government, councils and suppliers share the ownership of something and decide about it together.",
    ),
    Starting(
        "inform-evidence",
        "Publish evidence",
        "inform",
        "early",
        "Research and figures that show councils and suppliers what the problem is and how large.",
    ),
    Starting(
        "inform-guidance", "Give guidance", "inform", "structured", "Say what good looks like, with examples, and offer training."
    ),
    Starting(
        "inform-rating",
        "Publish who does how well",
        "inform",
        "mature",
        "Regular open figures by council or product, so that everybody can compare.",
    ),
    Starting(
        "build-prototype", "Build a prototype", "build", "early", "Try an idea as a small working thing with a few councils."
    ),
    Starting(
        "build-standard",
        "Agree a data standard",
        "build",
        "structured",
        "Write down with its users how data are described, so that systems can exchange them.",
    ),
    Starting(
        "build-service",
        "Run a shared service",
        "build",
        "mature",
        "Provide one platform or tool for everybody and look after it for good.",
    ),
    Starting(
        "fund-pilots",
        "Fund pilots",
        "fund",
        "early",
        "Pay a few councils or suppliers to try something, and to say what they learned.",
    ),
    Starting(
        "fund-time",
        "Pay for councils’ time",
        "fund",
        "structured",
        "Money for the days that officers give to a change, by grant or by claim.",
    ),
    Starting(
        "fund-running",
        "Fund what is needed for good",
        "fund",
        "mature",
        "A lasting budget line, so that what works doesn’t end with its pilot.",
    ),
    Starting(
        "buy-challenge",
        "Set suppliers a challenge",
        "buy",
        "early",
        "Ask the market for new answers and buy the best of the first results.",
    ),
    Starting(
        "buy-terms",
        "Agree model terms",
        "buy",
        "structured",
        "Clauses about data, exit and standards that councils can use in their own contracts.",
    ),
    Starting(
        "buy-framework",
        "Set up a framework agreement",
        "buy",
        "mature",
        "One agreement from which every council can buy, open only to products that meet the standard.",
    ),
    Starting(
        "regulate-consult",
        "Consult on a duty",
        "regulate",
        "early",
        "Say which rule is being thought about and ask those whom it would bind.",
    ),
    Starting(
        "regulate-code",
        "Set a code of practice",
        "regulate",
        "structured",
        "Rules that are to be followed, or that not following has to be explained.",
    ),
    Starting(
        "regulate-law",
        "Make it law",
        "regulate",
        "mature",
        "An Act or regulations that require it, with a day from which they hold.",
    ),
)
