"""Rounds from both sides: setting up, coming in by each door, taking part by keyboard, without scripts and on a phone, and a workshop."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from codesign.actions import answering
from codesign.draft_models import Review
from codesign.links import join_path
from codesign.models import Contribution, Invitation, Participant, Round
from config.demo import accounts
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import stand
from missions.stewardship.models import Mission
from tests import making
from tests.codesign import drafts
from tests.journeys.person import Person, last_email_to, link_in

pytestmark = pytest.mark.journey
ROUND = "/missions/digital-planning/rounds/which-planning-data-should-come-next/"
SAYS = {
    "keys": "Pavements have three owners",
    "plain": "Hedges are on no map",
    "phone": "Bridges are drawn by hand",
    "desk": "Ponds move",
}


class Typist:
    """A person who has no mouse: everything is reached with Tab and pressed with a key."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keys = person.page.keyboard

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.person, name)

        def told(*args: Any, **values: Any) -> Any:
            answer = found(*args, **values)
            return self if answer is self.person else answer

        return told if callable(found) else found

    def _presses_on(self, words: str) -> "Typist":
        self.person.tabs_to(words)
        with self.person.page.expect_navigation():
            self.keys.press("Enter")
        self.person.is_there()
        return self

    def follows(self, link: str, **_options: Any) -> "Typist":
        return self._presses_on(link)

    def presses(self, button: str, **_options: Any) -> "Typist":
        return self._presses_on(button)

    def fills(self, label: str, text: str) -> "Typist":
        self.person.tabs_to(label)
        self.keys.type(text)
        return self

    def chooses(self, label: str, **_options: Any) -> "Typist":
        """The first group with this choice that Tab reaches and in which nothing is chosen yet."""
        for _ in range(80):
            self.keys.press("Tab")
            if self._is_open_radio():
                break
        for _ in range(8):
            if self.person.focused() == label:
                self.keys.press("Space")
                return self
            self.keys.press("ArrowDown")
        raise AssertionError(f"No arrow key reaches “{label}”")

    def _is_open_radio(self) -> bool:
        return bool(
            self.person.page.evaluate(
                "(() => { const e = document.activeElement;"
                " return e.type === 'radio' && !document.querySelector(`input[name='${e.name}']:checked`); })()"
            )
        )


@pytest.mark.parametrize("how", SAYS)
def test_from_the_invitation_to_the_response(anybody: Callable[..., Any], how: str) -> None:
    # Given a round that asks everything, and an invitation to it
    round_, email = a_round_that_asks_everything(how)
    width = 360 if how in ("plain", "phone") else 1280
    person = anybody(None, scripts=how != "plain", width=width)
    officer: Any = Typist(person) if how == "keys" else person
    looks = person.finds_it_accessible if how in ("keys", "desk") else person.is_there
    officer.opens(join_path(round_.invitations.get(email=email)))
    looks()
    # When the officer joins and says what hurts
    officer.presses("Start").sees("You have joined").sees_heading("Say what hurts")
    officer.fills("What hurts?", SAYS[how]).chooses("A nuisance").chooses("Anyone").presses("Send it").sees("Thank you")
    looks()
    # and votes
    officer.follows("Agree or disagree").sees_heading("Do you agree?")
    person.page.wait_for_load_state("load")
    officer.chooses("Agree").presses("Save my answers").sees("Your answers are saved").sees("1 left")
    # and ranks
    officer.follows("Say what matters most").sees_heading("What matters most?")
    looks()
    officer.presses("Down").sees("Moved to place 2 of 2").presses("Keep this order").sees("Your order is saved")
    # and reviews an element
    officer.follows("Review the draft").sees_heading("Review")
    person.page.wait_for_load_state("load")
    officer.chooses("We have it").presses("Save our answers").sees("Your council’s answers are saved")
    # Then the team answers, and the answer is behind the link in the e-mail
    said = Contribution.objects.get(participant__round=round_, participant__user__email=email)
    lead = User.objects.get(email=accounts.LEAD.email)
    standing = stand(lead, "digital-planning", on=timezone.localdate())
    answering.answer(by=lead, standing=standing, contribution=said, what="will", text="We will, in March.", now=timezone.now())
    officer.opens(link_in(last_email_to(email))).sees_heading("What came of what you said").sees("We will, in March.")
    looks()


def a_round_that_asks_everything(how: str) -> tuple[Round, str]:
    mission = Mission.objects.get(slug="digital-planning")
    round_ = making.make_round(mission, weighing="rank", title=f"What else, {how}?")
    for position, text in ((1, "Maps"), (2, "Trees")):
        round_.items.create(position=position, text=text)
    Review.objects.create(round=round_, version=drafts.make_version(mission), minutes=5)
    email = f"{how}@gloucester.demo.example"
    making.make_invitation(round_, Organisation.objects.get(code="GLO"), email)
    return round_, email


def test_a_lead_sets_a_round_up_from_a_pattern_and_gives_it_more_time(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens("/missions/digital-planning/rounds/").follows("Set up a round").follows("Prioritise").finds_it_accessible()
    lead.fills("Title", "Which problem comes first?").fills("What to weigh", "PP-001\nPP-002")
    today = timezone.localdate()
    lead.fills_day("opens_on", str(today.day), str(today.month), str(today.year))
    lead.fills_day("closes_on", "1", "2", "2098").presses("Save the draft").sees("The draft is saved")
    lead.follows("See it as a participant").sees("This is a preview").finds_it_accessible()
    lead.page.go_back()
    # The door of a council's addresses
    lead.follows("Open it to councils’ addresses").fills("Whose people", "Atlantis").presses("Save").sees("There is a problem")
    lead.finds_it_accessible().fills("Whose people", "Medway, medway.example").presses("Save").sees(
        "People of 1 council may come"
    )
    lead.presses("Launch the round").sees("The round is launched").finds_it_accessible()
    lead.follows("What was agreed at the launch").sees("still exactly this").finds_it_accessible()
    lead.page.go_back()
    lead.follows("Give it more time").fills_day("closes_on", "1", "1", "2027").fills("Why", "Half were away.")
    lead.presses("Give it more time").sees("A round can only get more time").finds_it_accessible()
    lead.fills_day("closes_on", "1", "3", "2098").presses("Give it more time").sees("has more time").sees("Half were away.")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without, on a phone"])
def test_who_works_for_the_council_comes_by_themselves_and_hands_it_on(
    anybody: Callable[..., Any], scripts: bool, width: int
) -> None:
    round_ = Round.objects.get(slug="which-planning-data-should-come-next")
    name = f"own-{width}@gloucester.demo.example"
    visitor = anybody(None, scripts=scripts, width=width)
    visitor.opens(f"/rounds/open/{round_.pk}/").finds_it_accessible()
    visitor.fills("Your work e-mail address", "somebody@gmail.com").presses("Send me the link").sees("Use the address")
    visitor.finds_it_accessible()
    visitor.fills("Your work e-mail address", name).presses("Send me the link").sees(
        "Look into your e-mail"
    ).finds_it_accessible()
    # It was handed on within the council only
    visitor.opens(link_in(last_email_to(name))).follows("Let a colleague answer instead")
    visitor.fills("Your colleague’s e-mail address", "sam@else.example").presses("Hand it on").sees("must end in @gloucester")
    visitor.finds_it_accessible()
    colleague = f"colleague-{width}@gloucester.demo.example"
    visitor.fills("Your colleague’s e-mail address", colleague).presses("Hand it on").sees_heading("Handed on")
    visitor.finds_it_accessible()
    other = anybody(None, scripts=scripts, width=width)
    other.opens(link_in(last_email_to(colleague))).presses("Start").sees_heading("Say what hurts")
    assert Participant.objects.get(user__email=colleague).organisation == Organisation.objects.get(code="GLO")


def test_people_are_invited_from_a_file(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{ROUND}invite/").follows("invite people from a file").finds_it_accessible()
    wrong = "email,council\nanna@gloucester.demo.example,Gloucester\nbob@x.example,Atlantis\nnobody,Medway\n"
    sends(lead, wrong).sees("No single council is known by this").sees("Type an e-mail address").finds_it_accessible()
    assert not Invitation.objects.filter(email="anna@gloucester.demo.example").exists()
    lead.opens(f"{ROUND}invite/file/")
    right = "email,council\nanna@gloucester.demo.example,Gloucester\nberit@medway.demo.example,MDW\n"
    sends(lead, right).page.get_by_text("New: which ones").click()
    lead.sees("anna@gloucester.demo.example").finds_it_accessible()
    assert not Invitation.objects.filter(email="anna@gloucester.demo.example").exists()
    lead.presses("Import all of it").opens(ROUND).sees("anna@gloucester.demo.example").finds_it_accessible()
    assert "You are invited" in last_email_to("berit@medway.demo.example")


def sends(lead: Person, content: str) -> Person:
    file: Any = {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode()}
    lead.page.locator("input[type=file]").set_input_files(files=[file])
    return lead.presses("Check the file")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without, on a phone"])
def test_a_workshop_is_written_down_and_confirmed_with_one_press(anybody: Callable[..., Any], scripts: bool, width: int) -> None:
    facilitator = anybody(accounts.MEMBER.email, scripts=scripts, width=width)
    address = f"room-{width}@gloucester.demo.example"
    facilitator.opens(ROUND).follows("Write down a workshop").presses("Save and ask the councils").sees("There is a problem")
    facilitator.finds_it_accessible()
    today = timezone.localdate()
    facilitator.fills_day("held_on", str(today.day), str(today.month), str(today.year))
    facilitator.fills("Which councils said it?", f"{address}, Gloucester")
    facilitator.fills("What did they say?", f"Roads have two names at {width}.\nNobody counts lamps at {width}.")
    facilitator.chooses("Anyone").presses("Save and ask the councils").sees("2 notes are saved").sees("Not confirmed")
    facilitator.finds_it_accessible()
    # The council leaves one out
    officer = anybody(None, scripts=scripts, width=width)
    officer.opens(link_in(last_email_to(address))).sees_heading("Is this what Gloucester said?").finds_it_accessible()
    officer.page.get_by_label(f"Leave this out: it isn’t right: Nobody counts lamps at {width}.").check()
    officer.presses("Yes, this is what we said").sees("You confirmed 1 of 2").finds_it_accessible()
    said = Contribution.objects.filter(participant__user__email=address)
    assert [item.evidence.text for item in said] == [f"Roads have two names at {width}."]
    facilitator.opens(f"{ROUND}notes/").sees("Confirmed").sees("Declined").finds_it_accessible()
    facilitator.follows(f"Roads have two names at {width}.").sees("Entered by a facilitator at a workshop").finds_it_accessible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_what_somebody_said_already_is_stood_behind(anybody: Callable[..., Any], scripts: bool) -> None:
    round_, email = a_round_that_asks_everything(f"same-{'js' if scripts else 'plain'}")
    first = making.make_participant(round_, making.make_user(f"first-{email}"), Organisation.objects.get(code="MDW"))
    making.make_contribution(first, text="Every tree preservation order is typed into two systems here.")
    officer = anybody(None, scripts=scripts, width=360)
    officer.opens(join_path(round_.invitations.get(email=email))).presses("Start")
    officer.fills("What hurts?", "We type every tree preservation order into two systems.")
    # What was typed waits for whoever comes back
    officer.presses("Keep it for later").sees("nobody else reads it").sees("Started, not sent").follows("Say what hurts")
    officer.sees("We kept what you typed before").chooses("A nuisance").chooses("Anyone").presses("Send it")
    officer.sees_heading("Is it the same?").finds_it_accessible()
    officer.presses("Mine is the same").sees("You stand behind what somebody else said").finds_it_accessible()
    assert Contribution.objects.filter(participant__round=round_).count() == 1


def test_things_are_dragged_into_order_by_mouse_and_saved_on_drop(anybody: Callable[..., Any]) -> None:
    round_, email = a_round_that_asks_everything("drag")
    participant = making.make_participant(
        round_, making.make_user("dragger@council.example"), Organisation.objects.get(code="GLO")
    )
    officer = anybody(participant.user.email)
    officer.opens(f"/rounds/{round_.pk}/what-matters/").sees("You can also drag").finds_it_accessible()
    officer.page.wait_for_load_state("load")
    first, second = officer.page.locator(".app-ranking__item").all()
    name = first.locator("p").inner_text().partition(". ")[2]
    handle = first.locator(".app-ranking__handle").bounding_box()
    below = second.bounding_box()
    assert handle is not None and below is not None  # noqa: PT018 - both are there or nothing can be dragged
    assert min(handle["width"], handle["height"]) >= 24
    mouse = officer.page.mouse
    mouse.move(handle["x"] + 10, handle["y"] + 10)
    mouse.down()
    mouse.move(handle["x"] + 10, below["y"] + below["height"] - 5, steps=8)
    with officer.page.expect_navigation():
        mouse.up()
    officer.is_there().sees("Moved to place 2 of 2. Your order is saved.").sees(f"2. {name}").finds_it_accessible()
    kept = dict(participant.weights.values_list("item__text", "value"))
    assert kept[name] == 2
    assert email
