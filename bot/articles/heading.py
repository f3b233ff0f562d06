"""Where a text came out: what is found in it, or said by whoever hands it over; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """An outlet, a title, an ISO day and a link; "" for what is not known."""

    outlet: str = ""
    title: str = ""
    published: str = ""
    link: str = ""

    def or_else(self, other: "Heading") -> "Heading":
        """Fill what is empty from another."""
        return Heading(
            self.outlet or other.outlet,
            self.title or other.title,
            self.published or other.published,
            self.link or other.link,
        )
