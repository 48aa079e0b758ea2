"""The outside systems that carry a message, and how they say no."""


class Unavailable(Exception):
    """The supplier does not answer, or not now: the same message is offered again later."""


class Rejected(Exception):
    """The supplier will never take this message; the sentence is for the agent."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
