"""What a digest tells of: people, parties, subjects and kinds, wanted or left out. Pure."""

import dataclasses
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from db.model.records import SECTIONS

# what a digest tells of, by the words that filters use
KINDS = (*(kind for kind, _ in SECTIONS.values()), "outcome", "silence")


@dataclass(frozen=True, slots=True)
class Some:
    """Those that are wanted (none named: all), and those that are not."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def takes(self, names: Collection[str]) -> bool:
        """Tell whether something that goes by these names is taken."""
        return not self.unwanted_in(names) and (not self.wanted or any(one in names for one in self.wanted))

    def unwanted_in(self, names: Collection[str]) -> bool:
        """Tell whether one of these names is left out."""
        return any(one in names for one in self.unwanted)

    def words(self, names: Mapping[str, str]) -> str:
        """Write them by name: "statement, not point"."""
        named = [names.get(one, one) for one in self.wanted]
        return ", ".join([*named, *(f"not {names.get(one, one)}" for one in self.unwanted)])


@dataclass(frozen=True, slots=True)
class Filters:
    """What is taken: by each of these at once."""

    person: Some = Some()
    party: Some = Some()
    subject: Some = Some()
    kind: Some = Some()

    def takes(self, kind: str, names: Collection[str]) -> bool:
        """Tell whether an item of a kind that names these people, parties and subjects is taken."""
        return self.kind.takes((kind,)) and all(some.takes(names) for some in (self.person, self.party, self.subject))

    def words(self, names: Mapping[str, str]) -> str:
        """Say them in a line; "" where everything is taken."""
        named = ((field.name, getattr(self, field.name).words(names)) for field in dataclasses.fields(self))
        return "; ".join(f"{name}: {words}" for name, words in named if words)


def dump_filters(filters: Filters) -> str:
    """Write filters as they are kept."""
    return json.dumps(dataclasses.asdict(filters))


def load_filters(kept: str) -> Filters:
    """Read filters that were kept."""
    given = json.loads(kept)
    return Filters(**{name: Some(tuple(one["wanted"]), tuple(one["unwanted"])) for name, one in given.items()})


def split_wanted(typed: str) -> list[tuple[str, bool]]:
    """Split "peskov, -lavrov" into words, each with whether it is wanted."""
    words = (" ".join(word.split()) for word in typed.replace(";", ",").split(","))
    signed = ((word.lstrip("-–").strip(), word[:1] not in "-–") for word in words if word)
    return [(word, wanted) for word, wanted in signed if word]
