"""What is refused in Discord comes with buttons for what can be asked instead."""

from db.storage.database import Database

from .opened import running
from .world import EVERYTHING


async def test_an_error_offers_what_works_behind_a_button(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        refused = await double.slash(ann, double.channel, "quotes", {"before": "S99"})
        offered = [button["label"] for button in refused.message.buttons]
        asked = await double.press(ann, refused.message, offered[0])
        unknown = await double.forge(ann, refused.message, "ask:/sttus")
        found = await double.press(ann, unknown.message, "/status")

    assert refused.message.only_for is ann
    assert "For example: /quotes before:S12" in refused.message.text
    assert offered == ["/quotes before:S12"]
    assert asked.message.text
    assert [button["label"] for button in unknown.message.buttons] == ["/status", "Who is sttus?", "What I can do"]
    assert "Where it stands" in found.message.text
