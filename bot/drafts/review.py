"""Proposals of readers: approved, changed or refused by the desk's editors."""

import json
from typing import Annotated, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Field, Form, Group, Line, Moment
from bot.drafts.build_item import Unfit
from bot.drafts.decision_notice import tell_proposer, tell_reopened
from bot.drafts.drafts import KINDS, any_draft, card_of, change_line, decided, made_of, own_draft, save_draft, save_line
from bot.drafts.proposal_notice import tell_none_waits
from bot.phrasing.lines import count
from bot.rights import reaches
from db.desk.drafts import Draft, list_drafts, mark_draft, mark_open

_SHOWN = 5  # with all of their buttons
_LAST = 5  # of one's own that have been decided

_REASON = Field("reason", "Why not", "The proposer reads it.", "the source says otherwise", needed=True, tall=True)


def review(
    ask: Ask,
    *,
    draft: Annotated[str, "the number of a proposal"] = "",
    do: Annotated[Literal["", "approve", "refuse", "reopen"], "what to do with it; reopen takes a refusal back"] = "",
    reason: Annotated[str, "why it is refused; the proposer reads it"] = "",
) -> Answer:
    """List what readers have proposed, and approve, change or refuse it; readers see what became of their own.

    What is approved is saved with both names: who proposed it, and who approved it. The proposer is told by direct
    message: that it was approved, what was changed, or why it was refused. A refusal can be taken back.
    """
    if not do:
        return _all(ask, draft.strip()) if reaches(ask.level, "editor") else _own(ask)
    if not reaches(ask.level, "editor"):
        raise UserError("Approving and refusing is for this desk’s editors: roles set in /setup.")
    if do == "reopen":
        return _reopen(ask, draft)
    found = own_draft(ask, draft)
    if found.state != "proposed":
        raise UserError(f"Draft {found.id} has not been sent for review; {found.actor_name} is still at it.")
    if do == "approve":
        return save_draft(ask, draft=draft)
    return _refuse(ask, found, " ".join(reason.split()))


def _refuse(ask: Ask, draft: Draft, reason: str) -> Answer:
    if not reason:
        form = Form(f"Refuse proposal {draft.id}", ask.again(f"/review draft:{draft.id} do:refuse"), (_REASON,))
        said = Line((f"Say why: /review draft:{draft.id} do:refuse reason:“…”",))
        return Answer(form.title, (said,), form=form, aside=True, refused=True)
    if not mark_draft(
        ask.view.connection, draft.id, "refused", by=ask.asker.name, by_id=ask.asker.id, now=ask.now, note=reason[:300]
    ):
        raise UserError(decided(own_draft(ask, str(draft.id))))
    tell_proposer(ask, draft, reason=reason[:300])
    tell_none_waits(ask)
    said = Line((f"{draft.actor_name} is told in person, with your reason: {reason[:300]}",))
    undo = Choice("Undo", ask.again(f"/review draft:{draft.id} do:reopen"))
    return Answer(f"Refused: proposal {draft.id}", (said, undo), aside=True)


def _reopen(ask: Ask, number: str) -> Answer:
    """Take a refusal back: the proposal waits again, and its proposer is told if they know of the refusal."""
    found = any_draft(ask, number)
    if found.state != "refused" or not mark_open(ask.view.connection, found.id, "proposed", was="refused"):
        raise UserError(f"Draft {found.id} is not refused, so there is no refusal to take back. What waits: /review")
    tell_reopened(ask, found)
    waits = Line((f"Proposal {found.id} of {found.actor_name} waits for the desk’s editors again.",))
    return Answer(
        f"Taken back: the refusal of proposal {found.id}",
        (waits, Choice("Look at it", ask.again(f"/review {found.id}"))),
        aside=True,
    )


def _all(ask: Ask, number: str) -> Answer:
    waiting = [one for one in list_drafts(ask.view.connection, desk=ask.desk.id, state="proposed")
               if one.dossier == ask.head.id and one.kind in KINDS and number in ("", str(one.id))]  # fmt: skip
    if not waiting:
        return Answer("To review", (Line(("No proposal waits. Readers make one with /add, e.g. /add statement",),),
                                    ), aside=True)  # fmt: skip
    blocks: list[Block] = [_proposal(ask, one) for one in waiting[:_SHOWN]]
    if more := waiting[_SHOWN:]:
        listed = ", ".join(str(one.id) for one in more[:50])
        blocks.append(Line((f"{count(len(more), 'more proposal')}: {listed}. One alone: /review {more[0].id}",)))
    return Answer(f"To review: {count(len(waiting), 'proposal')}", tuple(blocks), line="/review", aside=True)


def _proposal(ask: Ask, draft: Draft) -> Group:
    blocks: list[Block] = [Line((f"{draft.actor_name}, ", Moment(draft.at)), label="Proposed by")]
    try:
        made = made_of(ask, draft.kind, json.loads(draft.body), draft)
    except Unfit as unfit:
        blocks += [Line((fault,), label="It can’t be saved as it is") for fault in unfit.faults]
    else:
        blocks += card_of(ask, made)
        blocks.append(Choice(f"Approve {draft.id}", ask.again(save_line(draft.kind, draft.id, made))))
    blocks.append(Choice(f"Change {draft.id}", ask.again(change_line(draft.kind, draft.id))))
    blocks.append(Choice(f"Refuse {draft.id}", ask.again(f"/review draft:{draft.id} do:refuse")))
    return Group(f"Proposal {draft.id}: {draft.kind}", tuple(blocks))


def _own(ask: Ask) -> Answer:
    connection, desk = ask.view.connection, ask.desk.id
    states: tuple[Literal["proposed", "applied", "refused"], ...] = ("proposed", "applied", "refused")
    drafts = [one for state in states for one in list_drafts(connection, desk=desk, state=state)]
    mine = [one for one in drafts
            if one.actor == ask.asker.id and one.dossier == ask.head.id and one.kind in KINDS]  # fmt: skip
    waiting = [one for one in mine if one.state == "proposed"]
    settled = sorted((one for one in mine if one.state != "proposed"), key=lambda one: -one.id)[:_LAST]
    lines = [Line((f"{one.kind}, sent ", Moment(one.at), "; it waits for the desk’s editors"), label=f"Draft {one.id}")
             for one in waiting]  # fmt: skip
    lines += [Line((decided(one),)) for one in settled]
    nothing = Line(("You have proposed nothing here. Propose something with /add, e.g. /add statement",))
    return Answer("Your proposals", tuple(lines) or (nothing,), line="/review", aside=True)
