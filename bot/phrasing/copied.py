"""What is to be pasted elsewhere, as lines of plain text: each names its outlet and day itself."""

from collections.abc import Iterator

from bot.blocks import Answer, Block, Day, Exact, Group, Line, Mark, Part, Quote, Window, heading, quoted


def copied_lines(answer: Answer) -> list[str]:
    """List an answer's lines, each on its own with the ids of its sources, without what is pressed."""
    return [line for block in answer.blocks for line in _lines(block)]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Line():
            said = "".join(map(_words, block.parts)).strip()
            yield (f"{block.label}: {said}" if block.label else said) + _ids(block.cites)
        case Quote():
            remarks = f" ({'; '.join(block.remarks)})" if block.remarks else ""
            yield f"{heading(block)}: {quoted(block)}{remarks}{_ids(block.cites)}"
        case Group():
            yield from ([block.title] if block.title else [])
            for inner in block.blocks:
                yield from _lines(inner)
        case _:
            return


def _ids(cites: tuple[str, ...]) -> str:
    return f" [{', '.join(cites)}]" if cites else ""


def _words(part: Part) -> str:
    match part:
        case str():
            return part
        case Exact():
            return f"“{part.text}”"
        case Window() | Day():
            return part.words()
        case Mark():
            return f" {', '.join(part.cites)}"
        case _:
            return str(getattr(part, "text", "") or getattr(part, "label", "") or getattr(part, "name", ""))
