"""What a person may hear when the answer is no."""


class Refusal(Exception):
    """A rule said no. `code` is for logs and tests; the sentence is shown to the person as it is."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
