"""Why something can't be done, in a sentence that the exception, the refusal page and a disabled control all use."""


class Refusal(Exception):
    """Something the product won't do. `sentence` is shown to the person as it stands."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refusal):
    """This person may not do it, whatever the state of things (a 403 page)."""


class NotNow(Refusal):
    """Nobody may do it as things stand (a 409 page)."""
