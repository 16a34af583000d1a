"""What the demo's people say. All of it is made up by us, and marked so on the pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Speaker:
    """Somebody at a council: address, name and the council's code."""

    email: str
    name: str
    council: str


@dataclass(frozen=True)
class Said:
    """A submission, the pain point that the team linked it to, and the team's answer."""

    by: Speaker
    text: str
    severity: int
    hours: int | None
    who: str
    disclosure: str
    pain_point: str
    what: str
    answer: str


JO = Speaker("council@demo.example", "Jo Bartlett", "DST")
SPEAKERS = (
    JO,
    Speaker("l.adeyemi@camden.demo.example", "Lara Adeyemi", "CMD"),
    Speaker("r.singh@medway.demo.example", "Ravi Singh", "MDW"),
    Speaker("e.hughes@gateshead.demo.example", "Ellen Hughes", "GAT"),
    Speaker("m.kowalski@buckinghamshire.demo.example", "Marek Kowalski", "BUC"),
    Speaker("s.okafor@doncaster.demo.example", "Sarah Okafor", "DNC"),
)
LARA, RAVI, ELLEN, MAREK, SARAH = SPEAKERS[1:]
WORKSHOP_GUEST = Speaker("workshop@gloucester.demo.example", "", "GLO")
WORKSHOP_NOTES = (
    "Tree officers and planning officers each keep a map of the same protected trees.",
    "Nobody tells planning when a protected tree has been felled.",
)
MORE_TIME = "Several councils told us that their officers were away in the first week."

CLOSED_QUESTION = (
    "You publish, or want to publish, planning data such as article 4 directions. What slows you down? "
    "Tell us in your own words; a sentence is enough. Then say whether you agree with what others told us."
)
CLOSED_STATEMENTS = (
    "We know which of our records are complete enough to publish.",
    "Our supplier’s system can export what the standard asks for.",
    "We would publish sooner if somebody checked our first file with us.",
    "Money for officers’ time matters more to us than new software.",
    "Nobody in our council owns this data.",
)
# Answers of each speaker to the statements, in order: 1 agrees, 0 passes, -1 disagrees.
CLOSED_VOTES = {
    JO: (-1, -1, 1, 1, 1),
    LARA: (1, -1, 0, 1, -1),
    RAVI: (-1, -1, 1, 1, 0),
    ELLEN: (-1, 0, 1, -1, 1),
    MAREK: (1, -1, 1, 1, -1),
}

SAID = (
    Said(
        JO,
        "Our directions go back to the 1970s and sit in paper files in three former district offices. Nobody can say which still apply, "
        "so every enquiry starts with a search.",
        4,
        30,
        "Validation officers, and anybody who asks whether they need permission",
        "public",
        "PP-075",
        "partly",
        "The improvement fund pays for officers’ time to sort old records, and the article 4 standard says what to record for each. "
        "We can’t decide for a council which old directions still apply; the guidance now says how others did it.",
    ),
    Said(
        LARA,
        "We publish the data, but when the layout changed we learnt it from an error message.",
        3,
        6,
        "Our data officer",
        "public",
        "PP-075",
        "will",
        "We will announce each change of a standard 12 weeks ahead and keep the earlier layout working until then.",
    ),
    Said(
        RAVI,
        "The boundaries in our system were drawn on old base maps. Lines are out by metres and we dare not publish them as they are.",
        4,
        20,
        "Applicants near a boundary",
        "councils",
        "PP-075",
        "will",
        "The next version of the standard lets you say how exact a boundary is. Publish what you have and say so.",
    ),
    Said(
        ELLEN,
        "Simple mistakes on applications cost us days: no scale bar, no north arrow, and the whole thing goes back by post.",
        5,
        60,
        "Validation officers and applicants",
        "public",
        "PP-027",
        "done",
        "The application service checks these before an application is sent. Councils that use it receive far fewer invalid ones.",
    ),
    Said(
        MAREK,
        "Our supplier charges for an export that we need once a year.",
        3,
        None,
        "The service’s budget",
        "team",
        "PP-075",
        "wont",
        "We can’t change a contract that is running. The model terms for the next one include the export at no charge.",
    ),
)

OPEN_QUESTION = (
    "Which planning data should be standardised next, and what would publishing it take in your council? "
    "Your answers decide what the team works on from January."
)
OPEN_ITEMS = ("Tree preservation orders", "Conservation areas", "Listed building outlines", "Design codes")
OPEN_STATEMENTS = (
    "Tree preservation orders cost us more time than any other record.",
    "We could publish conservation areas within a month.",
    "Listed building outlines are not ours to draw.",
    "A shared checker would save us more than a grant.",
)

OTHER_PROBLEM = (
    "Councils buy case management systems for adult social care one by one from a market that is shrinking. Contracts run for ten years "
    "and more, moving to another system is slow and risky, and few products share data with the health service or with one another."
)
OTHER_VISION = "Case management that councils can change without fear, on shared standards, with data that follows the person."
OTHER_GOALS = (
    "Councils can leave a system with their data within a year",
    "Care records move between councils and the health service",
    "At least four suppliers compete for each new contract",
)
REPORT_NARRATIVE = (
    "Publishing of article 4 directions grew from 38 to more than a hundred councils in under two years, most of them paid for officers’ "
    "time from the improvement fund. Councils tell us that old paper records, not software, are what stops the rest.\n\n"
    "Homes built are shown because they are what planning is for. The latest figures are older than most of our work, so they say "
    "nothing yet about its effect."
)
REPORT_TEXTS = {
    "adoption": "Champions helped councils that had started already. Councils without a grant still wait for officers’ time.",
    "councils": "Councils asked for somebody to look at their first file. From January a member of the team does that within a week.",
    "risks": "The grants end in spring. If no council then publishes without one, adoption stops where it is. Owner: the lead.",
    "dissent": "Two districts that will be merged would rather wait for the new council than publish twice.",
    "asked": "Whether champions go on, and whether they are paid for their time.",
}
PORTFOLIO_NARRATIVE = (
    "One mission runs and one is proposed. Digital Planning shows that a small grant for officers’ time moves adoption, and that few councils "
    "follow without one. Before the next mission starts we should know what each further council costs."
)
PORTFOLIO_TEXTS = {
    "outcomes": "Homes built say nothing yet about our work: the latest figures are older than most of it.",
    "money": "The grants of the improvement fund end in spring; nothing is planned for after that.",
    "risks": "Both missions will need the same few people who know councils’ data.",
    "asked": "Whether the next mission starts before the grants of the first end.",
}
PORTFOLIO_REASON = "The one mission that runs is amber, and what happens when its grants end isn’t decided."
REPORT_REASON = (
    "Adoption grows with each funded cohort, but few councils join without money, and tree data lag behind. Feasible, with attention needed "
    "to what happens when the grants end."
)
