"""The one way in which a step says no."""


class Refused(Exception):
    """A step that may not happen. The text is fit for the page: what, why, what may be done.

    `field` names the field of a form beside which it belongs, or nothing.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Stale(Refused):
    """This was saved in the meantime, here or by somebody else; nothing was overwritten."""

    def __init__(
        self,
        text: str = "This was saved since you opened it, perhaps by somebody else. Nothing was "
        "overwritten: compare what you typed with the current text, then save again.",
    ) -> None:
        super().__init__(text)
