"""What Discord refuses in messages, modals and autocomplete choices, and how it says so."""

from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]

EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
ROW, BUTTON, SELECT, TEXT_INPUT, TEXT_DISPLAY, LABEL = 1, 2, 3, 4, 10, 18
ROLE_SELECT, CHANNEL_SELECT = 6, 8
SELECTS = (3, 5, ROLE_SELECT, 7, CHANNEL_SELECT)
LINK_STYLE = 5


class Refused(Exception):
    """A request that Discord answers with an error."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message} {errors or ''}")
        self.status = status
        self.body: Json = {"message": message, "code": code} | ({"errors": errors} if errors else {})


class Objections:
    """All that is wrong with one request body, by place."""

    def __init__(self, prefix: Path = ()) -> None:
        self.prefix = prefix
        self.tree: Json = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Note an objection at this place."""
        branch = self.tree
        for step in (*self.prefix, *path):
            branch = branch.setdefault(str(step), {})
        branch.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, value: object, path: Path, most: int, least: int = 0) -> None:
        """Note a text or list that is missing though required, too short or too long."""
        size = len(value) if isinstance(value, (str, list)) else 0
        if least and not size:
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif size > most and least:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        elif size > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def url(self, value: object, path: Path, schemes: Sequence[str]) -> None:
        """Note an address of a scheme that is not allowed here."""
        if value is not None and str(value).split("://")[0] not in schemes:
            self.add(path, "URL_TYPE_INVALID_SCHEME", f"Scheme must be one of {tuple(schemes)}.")

    def refuse_if_any(self) -> None:
        """Raise 50035 with everything noted."""
        if self.tree:
            raise Refused(400, 50035, "Invalid Form Body", self.tree)


def check_message(message: Json, *, files: int = 0, prefix: Path = ()) -> None:
    """Refuse what Discord refuses in a whole message; an edit is merged into the earlier one first."""
    found = Objections(prefix)
    embeds, components = message.get("embeds") or [], message.get("components") or []
    v2 = bool((message.get("flags") or 0) & COMPONENTS_V2)
    found.length(message.get("content"), ("content",), 2000)
    found.length(str(message.get("nonce") or ""), ("nonce",), 25)
    found.length(embeds, ("embeds",), 10)
    for place, embed in enumerate(embeds):
        _check_embed(found, embed, ("embeds", place))
    if sum(_embed_size(embed) for embed in embeds) > 6000:
        found.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    if v2 and (message.get("content") or embeds):
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        found.add(("flags",), code, "Content and embeds cannot be used with IS_COMPONENTS_V2")
    _check_components(found, components, v2)
    found.refuse_if_any()
    said = (message.get("content") or "").strip() or any(_embed_size(e) or e.get("image") for e in embeds)
    if not (said or components or files or message.get("attachments")):
        raise Refused(400, 50006, "Cannot send an empty message")


def _check_embed(found: Objections, embed: Json, at: Path) -> None:
    found.length(embed.get("title"), (*at, "title"), 256)
    found.length(embed.get("description"), (*at, "description"), 4096)
    found.length((embed.get("footer") or {}).get("text"), (*at, "footer", "text"), 2048)
    found.length((embed.get("author") or {}).get("name"), (*at, "author", "name"), 256)
    found.url(embed.get("url"), (*at, "url"), ("http", "https"))
    fields = embed.get("fields") or []
    found.length(fields, (*at, "fields"), 25)
    for place, one in enumerate(fields):
        found.length(one.get("name"), (*at, "fields", place, "name"), 256, 1)
        found.length(one.get("value"), (*at, "fields", place, "value"), 1024, 1)


def _embed_size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [text for one in embed.get("fields") or [] for text in (one.get("name"), one.get("value"))]
    return sum(len(text or "") for text in texts)


def walk(components: Sequence[Json], at: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Go through components with those inside them, each with its place."""
    for place, component in enumerate(components):
        yield (*at, place), component
        yield from walk(component.get("components") or [], (*at, place, "components"))
        for inner in ("accessory", "component"):
            if isinstance(component.get(inner), dict):
                yield (*at, place, inner), component[inner]


def _check_components(found: Objections, components: list[Json], v2: bool) -> None:
    everything = list(walk(components))
    if v2:
        text = sum(len(one.get("content", "")) for _, one in everything if one["type"] == TEXT_DISPLAY)
        if len(everything) > 40:
            found.add(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 40 in length.")
        if text > 4000:
            code = "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"
            found.add(("components",), code, "Displayable text exceeds maximum size of 4000")
    else:
        found.length(components, ("components",), 5)
        for place, component in enumerate(components):
            if component["type"] != ROW:
                found.add(("components", place, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1,).")
    seen: set[str] = set()
    for at, component in everything:
        _check_component(found, component, at, seen)


def _check_component(found: Objections, component: Json, at: Path, seen: set[str]) -> None:
    kind, custom_id = component["type"], component.get("custom_id")
    if kind == ROW:
        wide = sum(5 if child["type"] in SELECTS else 1 for child in component.get("components") or [])
        if not 1 <= wide <= 5:
            code = "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
            found.add((*at, "components"), code, "The specified component exceeds the maximum width")
    elif kind == BUTTON:
        found.length(component.get("label"), (*at, "label"), 80)
        if component.get("style") == LINK_STYLE:
            found.length(component.get("url"), (*at, "url"), 512, 1)
            found.url(component.get("url"), (*at, "url"), ("http", "https", "discord"))
    elif kind == SELECT:
        _check_options(found, component, at)
    wants_id = kind in (*SELECTS, TEXT_INPUT) or (kind == BUTTON and component.get("style") != LINK_STYLE)
    if wants_id or custom_id is not None:
        found.length(custom_id, (*at, "custom_id"), 100, 1)
    if custom_id in seen:
        code = "COMPONENT_CUSTOM_ID_DUPLICATED"
        found.add((*at, "custom_id"), code, "Component custom id cannot be duplicated")
    if custom_id:
        seen.add(custom_id)


def _check_options(found: Objections, select: Json, at: Path) -> None:
    found.length(select.get("placeholder"), (*at, "placeholder"), 150)
    found.length(select.get("options"), (*at, "options"), 25, 1)
    for place, option in enumerate(select.get("options") or []):
        found.length(option.get("label"), (*at, "options", place, "label"), 100, 1)
        found.length(option.get("value"), (*at, "options", place, "value"), 100, 1)
        found.length(option.get("description"), (*at, "options", place, "description"), 100)


def check_choices(choices: list[Json]) -> None:
    """Refuse more than 25 autocomplete choices, or one whose text is not 1 to 100 characters."""
    found = Objections(("data",))
    found.length(choices, ("choices",), 25)
    for place, choice in enumerate(choices):
        found.length(choice.get("name"), ("choices", place, "name"), 100, 1)
        if isinstance(choice.get("value"), str):
            found.length(choice["value"], ("choices", place, "value"), 100, 1)
    found.refuse_if_any()


def check_modal(modal: Json) -> None:
    """Refuse a modal that breaks Discord's lengths."""
    found = Objections(("data",))
    found.length(modal.get("title"), ("title",), 45, 1)
    found.length(modal.get("custom_id"), ("custom_id",), 100, 1)
    found.length(modal.get("components"), ("components",), 5, 1)
    seen: set[str] = set()
    for at, component in walk(modal.get("components") or []):
        if component["type"] in (TEXT_INPUT, LABEL):
            found.length(component.get("label"), (*at, "label"), 45)
            found.length(component.get("description"), (*at, "description"), 100)
            found.length(component.get("placeholder"), (*at, "placeholder"), 100)
            found.length(component.get("value"), (*at, "value"), 4000)
        _check_component(found, component, at, seen)
    found.refuse_if_any()
