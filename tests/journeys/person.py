"""Somebody at a browser: what they do and what they see, in the words of a journey."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from missions.core.models import OutboxMessage
from missions.people.models import User

WIDE, PHONE, ZOOMED = 1280, 360, 320
LISTEN = "document.addEventListener('securitypolicyviolation', event => window.refused(event.violatedDirective + ' ' + event.blockedURI))"


class Person:
    """One person with one browser. Every page that is looked at is checked for accessibility and for what the policy refuses."""

    def __init__(self, page: Page, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.refused_by_policy: list[str] = []
        if scripts:
            page.expose_function("refused", lambda what: self.refused_by_policy.append(f"{page.url}: {what}"))
            page.add_init_script(LISTEN)

    def is_signed_in_as(self, email: str) -> None:
        """Given: the session of a person who signed in before (the sign-in itself is a journey of its own)."""
        user = User.objects.get(email=email)
        session: Any = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "domain": "localhost", "path": "/"}
        self.page.context.add_cookies([cookie])  # type: ignore[list-item]

    def opens(self, path: str) -> "Person":
        """Open an address of the product."""
        answer = self.page.goto(path)
        assert answer is not None, path
        assert answer.status == 200, f"{path}: {answer.status}"
        return self

    def follows(self, link: str, *, nth: int = 0, exact: bool = False) -> "Person":
        """Follow a link by its words, one that looks like a button too."""
        plain = self.page.get_by_role("link", name=link, exact=exact)
        plain.or_(self.page.locator("a[role=button]").filter(has_text=link)).nth(nth).click()
        return self.is_there()

    def is_there(self) -> "Person":
        """Wait until the page that a click leads to is read to its end: what comes next would reach a half-read one."""
        self.page.wait_for_load_state("domcontentloaded")
        return self

    def fills(self, label: str, text: str) -> "Person":
        """Type into a field by its label."""
        self.page.get_by_label(label, exact=False).first.fill(text)
        return self

    def fills_day(self, name: str, day: str, month: str, year: str) -> "Person":
        """Type a day into its three boxes."""
        for part, value in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f"[name={name}_{part}]").fill(value)
        return self

    def chooses(self, label: str, *, nth: int = 0) -> "Person":
        """Choose a radio button or tick a box by its words."""
        self.page.get_by_label(label, exact=True).nth(nth).check()
        return self

    def presses(self, button: str, *, nth: int = 0) -> "Person":
        """Press a button by its words."""
        self.page.get_by_role("button", name=button).nth(nth).click()
        return self.is_there()

    def focused(self) -> str:
        """The words of what has the keyboard's focus: a field's label, a link's or a button's text."""
        return str(
            self.page.evaluate(
                "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
                " return (l ? l.textContent : e.textContent || '').trim(); })()"
            )
        )

    def tabs_to(self, words: str) -> "Person":
        """Press Tab until something with these words has the focus; radio buttons are walked with the arrow keys by nature."""
        for _ in range(60):
            if self.focused().startswith(words):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches “{words}”")

    def sees(self, text: str) -> "Person":
        """Then: these words are on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def sees_heading(self, text: str) -> "Person":
        """Then: the page is headed by these words."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)
        return self

    def does_not_see(self, text: str) -> "Person":
        """Then: these words are not on the page."""
        expect(self.page.get_by_text(text)).to_have_count(0)
        return self

    def finds_it_accessible(self) -> "Person":
        """Then: no accessibility violation at the width that the person has, and nothing sticks out at 400% zoom.

        Who looks for violations is a script, so a browser without scripts isn't asked: it gets the same pages.
        """
        if not self.scripts:
            return self
        before = self.page.viewport_size
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url} at {before}\n{found.generate_report()}"
        self.page.set_viewport_size({"width": ZOOMED, "height": 900})
        beyond = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        # One pixel is the rounding of fractions, which nobody has to scroll for.
        assert beyond <= 1, f"{self.page.url} is {beyond} px too wide at 400% zoom"
        if before is not None:
            self.page.set_viewport_size(before)
        return self


def last_email_to(address: str) -> str:
    """The text of the newest message to somebody."""
    message = OutboxMessage.objects.filter(to_address=address).order_by("-created_at", "-pk").first()
    assert message is not None, f"No e-mail to {address}"
    return f"{message.subject}\n{message.text}"


def link_in(text: str) -> str:
    """The path of the first link in an e-mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found is not None, text
    return found[1]
