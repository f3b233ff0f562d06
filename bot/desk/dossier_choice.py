"""Which dossiers there are for a desk, and which one is asked where."""

from dataclasses import replace
from typing import Annotated, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line, Part, Place, Window
from bot.phrasing.lines import few
from bot.rights import reaches
from db.desk.desks import replace_desk
from db.loading.heads import DossierHead, list_dossiers
from db.storage.schema import LOCAL

_MOST_CHOICES = 20  # buttons of a message, less those for turning pages


def dossier_list(ask: Ask) -> Answer:
    """List the dossiers you can ask here: whose they are, up to when their sources go, which is asked in this channel.

    Where there are several, `dossier:` chooses one for a single question.
    """
    heads = list_dossiers(ask.view.connection, desk=ask.desk.id)
    here = _asked_here(ask, heads)
    blocks: list[Block] = [_line(head, chosen=head.id == here and len(heads) > 1) for head in heads]
    if not heads:
        blocks.append(Line(("None yet.",)))
    if ask.desk.id != LOCAL and reaches(ask.level, "admin"):
        blocks.append(Line(("attach its file to /dossier load; what it would change is shown first",), label="Another"))
    if len(heads) > 1:
        others = [head for head in heads if head.id != here][:_MOST_CHOICES]
        blocks += [Choice(f"Ask {head.name} here"[:80], f"/dossier use {head.name}") for head in others]
    return Answer("Dossiers", tuple(blocks), line="/dossier list")


def dossier_use(
    ask: Ask,
    *,
    name: Annotated[str, "the dossier that questions here are about"],
    where: Annotated[Literal["here", "everywhere"], "this channel, or every channel without one of its own"] = "here",
) -> Answer:
    """Say which dossier is asked in this channel, or everywhere here, where a question names none."""
    heads = {head.name: head for head in list_dossiers(ask.view.connection, desk=ask.desk.id)}
    if name.strip() not in heads:
        raise UserError(f"There is no dossier “{name[:40]}”. There are: {few(heads)}. See /dossier list")
    head = heads[name.strip()]
    channel = ask.asker.channel if where == "here" else ""
    replace_desk(ask.view.connection, replace(ask.desk, dossiers={**ask.desk.dossiers, channel: head.id}))
    place: list[Part] = ["in ", Place(channel)] if channel else ["everywhere here"]
    others = "A channel with a dossier of its own keeps it." if not channel else ""
    blocks: list[Block] = [Line((*place, f", questions that name none are about {head.title}. {others}".rstrip()))]
    return Answer(f"Asked here: {head.name}", tuple(blocks), line="/dossier list")


def _asked_here(ask: Ask, heads: list[DossierHead]) -> str:
    settled = ask.desk.dossiers.get(ask.asker.channel) or ask.desk.dossiers.get("", "")
    return settled or (heads[0].id if len(heads) == 1 else "")


def _line(head: DossierHead, *, chosen: bool) -> Line:
    whose = "this desk's own" if head.owner else "shared; what is changed here is kept for this desk alone"
    days: list[Part] = []
    if head.first and head.last:
        days = ["; sources from ", Window(head.first.isoformat()), " to ", Window(head.last.isoformat())]
    asked = ["; asked here where a question names none"] if chosen else []
    return Line((f"{head.title}: {whose}, revision {head.revision}", *days, *asked), label=head.name)
