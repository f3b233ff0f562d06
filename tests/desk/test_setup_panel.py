"""The panel of /setup: lists of roles, and the form of zone and hours, over the loopback double."""

import re
from typing import Any

from db.desk.desks import Desk, get_desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, tiny
from tests.discord.opened import running
from tests.discord.world import EDITOR, EVERYTHING, ORDINARY

SERVER = Desk("42", "Europe/Berlin", "09:00")
TIMES = {"zone": "Europe/London", "quiet": "", "hour": "8:30", "leads": "opening, closing", "order": "month-first"}


def _fields(modal: Any) -> dict[str, str]:
    return {row["component"]["custom_id"]: row["component"].get("value", "") for row in modal["components"]}


async def test_each_level_has_a_list_that_gives_a_role_the_level_and_takes_it_back(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        desk = double.add_role("Desk")
        panel = await double.slash(ann, double.channel, "setup")
        for level, does in (("Readers", "ask"), ("Editors", "edit and answer"), ("Admins", "administer")):
            listed = f"{level}: add or drop a role …"

            given = await double.select(ann, panel.message, listed, [desk])
            assert f"<@&{desk.id}> may {does} now" in given.message.text
            assert f"**May {does}:** <@&{desk.id}>" in given.message.text
            taken = await double.select(ann, panel.message, listed, [desk])
            assert f"<@&{desk.id}> may no longer {does}" in taken.message.text
            assert f"**May {does}:** <@&" not in taken.message.text


async def test_the_form_holds_what_is_settled_and_a_fault_keeps_what_was_typed(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        panel = await double.slash(ann, double.channel, "setup")
        form = await double.press(ann, panel.message, "Times…")
        assert form.modal is not None
        assert _fields(form.modal) == {
            "zone": "Europe/Berlin", "quiet": "", "hour": "09:00", "leads": "", "order": "day-first"
        }  # fmt: skip

        refused = await double.submit(ann, form, TIMES | {"zone": "Europe/Londn", "hour": "late"})
        assert "Did you mean Europe/London (UTC" in refused.message.text
        assert "“late” is no hour of the day" in refused.message.text
        again = await double.press(ann, refused.message, "Fix")
        assert again.modal is not None
        assert _fields(again.modal) == TIMES | {"zone": "Europe/Londn", "hour": "late"}
        settled = await double.submit(ann, again, TIMES)

    assert "**Zone:** Europe/London" in settled.message.text
    assert "**Hour of reminders:** 08:30" in settled.message.text
    assert "01/02 is 2 January" in settled.message.text


async def test_lists_and_form_are_refused_to_who_lost_the_right_meanwhile(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        desk = double.add_role("Desk")
        panel = await double.slash(ann, double.channel, "setup")
        form = await double.press(ann, panel.message, "Times…")
        ann.permissions = EDITOR | ORDINARY

        refused = [
            await double.submit(ann, form, TIMES),
            await double.press(ann, panel.message, "Times…"),
            await double.select(ann, panel.message, "Admins: add or drop a role …", [desk]),
        ]

    for one in refused:
        assert "/setup is for those who may manage this server" in one.message.text
    with ferry.reading() as connection:
        assert get_desk(connection, str(double.guild.id), default=SERVER) == Desk(
            str(double.guild.id), "Europe/Berlin", "09:00"
        )


def test_a_form_over_what_another_admin_settled_meanwhile_settles_nothing(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    form = asked(either_database, "/setup times", desk=SERVER)
    [seen] = set(re.findall(r"seen:\w+", form))
    asked(either_database, "/setup hour:07:00", desk=SERVER)

    late = asked(either_database, f"/setup times {seen} zone:UTC", desk=SERVER)

    assert "Somebody has settled this otherwise since the form was opened: zone Europe/Berlin" in late
    assert "hour 07:00" in late
    assert "Zone: Europe/Berlin" in asked(either_database, "/setup", desk=SERVER)
    number = re.findall(r"draft:(\d+)", late)[0]
    assert "zone (needed): UTC" in asked(either_database, f"/setup times draft:{number}", desk=SERVER)
