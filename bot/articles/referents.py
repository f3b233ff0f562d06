"""Who was spoken of: somebody known by name, or the words for a body or a role; and how that is shown."""

from dataclasses import dataclass

from bot.articles.people import Known
from bot.articles.phrases import Phrase
from bot.articles.records import Span, Speaker
from bot.names.folding import fold


@dataclass(frozen=True, slots=True)
class Referent:
    """Who was spoken of: somebody known by name, or the words for a body or a role."""

    name: str
    known: Known | None = None
    gender: str = ""
    plural: bool = False
    is_person: bool = True
    confidence: float = 0.8

    @property
    def is_joint(self) -> bool:
        """Tell two persons who speak together, of whom the last is kept."""
        return self.plural and self.known is not None

    def same(self, other: "Referent") -> bool:
        """Tell whether both mean one speaker."""
        return self.known is other.known if self.known or other.known else fold(self.name) == fold(other.name)


Voice = tuple[Referent | None, Speaker]  # who spoke, as it is followed and as it is shown


def gender_of(referent: Referent) -> str:
    """Give the gender as it is known by now."""
    return referent.known.gender if referent.known else referent.gender


def fits(referent: Referent, gender: str) -> bool:
    """Tell whether "he" or "she" can mean somebody."""
    return referent.is_person and not referent.plural and (not gender or gender_of(referent) in ("", gender))


def shown(referent: Referent, span: Span, rule: str, confidence: float | None = None) -> Speaker:
    """Show somebody, no surer than they are known."""
    person = referent.known.person if referent.known else None
    return Speaker(
        referent.name,
        person,
        span,
        referent.confidence if confidence is None else min(confidence, referent.confidence),
        rule,
    )


def left_open(phrase: Phrase, rule: str) -> tuple[None, Speaker]:
    """Show that it stays open who spoke."""
    return None, Speaker("", None, phrase.span, 0.2, rule)
