"""What is told of a new dossier: once for options, forms and the terminal's flags; imports nothing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One thing: its option, its label in a form, what it is, and one that works.

    What is `needed` is asked for where it is missing; `in_text` is what the first text may tell itself.
    """

    option: str
    label: str
    said: str
    example: str = ""
    needed: bool = False
    in_text: bool = True
    longest: int = 300

    @property
    def sentence(self) -> str:
        """Say what it is, beginning with a capital letter."""
        return self.said[0].upper() + self.said[1:]


TOLD: Mapping[str, Told] = {one.option: one for one in (
    Told("title", "Title", "what the negotiation is called", "Harbour fee talks, 2024", needed=True, in_text=False,
         longest=120),
    Told("sides", "Sides", "who negotiates, as the text names them, with commas between", "Port Authority, Blue Line",
         needed=True, in_text=False),
    Told("about", "About", "one sentence on what it is about", in_text=False),
    Told("outlet", "Outlet", "who published the text, where it does not tell it", "The Courier", needed=True,
         longest=100),
    Told("headline", "Headline", "the text’s headline, where it has none", "Port opens fee talks", needed=True),
    Told("published", "Published", "the day it came out, where the text does not tell it", "5 March 2024", needed=True),
    Told("link", "Link", "where the text can be read"),
)}  # fmt: skip
