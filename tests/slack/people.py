"""The methods that tell of people, channels and user groups."""

from .world import Channel, Json, Refused, User, World


class People:
    """users.*, usergroups.* and what conversations.* says of channels."""

    def __init__(self, world: World) -> None:
        self.world = world

    def user(self, given: Json) -> Json:
        """users.info"""
        user = self.world.users.get(str(given.get("user", "")))
        if user is None:
            raise Refused("user_not_found")
        return {"ok": True, "user": self.shown(user)}

    def shown(self, user: User) -> Json:
        """Give somebody as Slack's answers show them."""
        return {
            "id": user.id,
            "team_id": "T0ELSEWHERE" if user.is_stranger else self.world.team,
            "name": user.name,
            "deleted": user.deleted,
            "real_name": user.name.title(),
            "tz": user.zone,
            "is_admin": user.is_admin,
            "is_owner": user.is_owner,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
            "is_stranger": user.is_stranger,
            "is_bot": user.is_bot,
            "profile": {"real_name": user.name.title(), "display_name": user.name},
        }

    def usergroups(self, given: Json) -> Json:
        """usergroups.list"""
        with_users = str(given.get("include_users", "")).lower() in ("1", "true")
        groups = [
            {"id": id_, "handle": handle, "name": handle.title(), "date_delete": 0}
            | ({"users": members} if with_users else {})
            for id_, (handle, members) in self.world.usergroups.items()
        ]
        return {"ok": True, "usergroups": groups}

    def usergroup_users(self, given: Json) -> Json:
        """usergroups.users.list"""
        found = self.world.usergroups.get(str(given.get("usergroup", "")))
        if found is None:
            raise Refused("no_such_subteam")
        return {"ok": True, "users": found[1]}

    def channel(self, given: Json) -> Json:
        """conversations.info"""
        channel = self.world.channels.get(str(given.get("channel", "")))
        if channel is None or (channel.is_private and self.world.bot_user not in channel.members):
            raise Refused("channel_not_found")
        return {"ok": True, "channel": self.channel_shown(channel)}

    def members(self, given: Json) -> Json:
        """conversations.members"""
        self.channel(given)
        shown = sorted(self.world.channels[str(given["channel"])].members)
        return {"ok": True, "members": shown, "response_metadata": {"next_cursor": ""}}

    def channel_shown(self, channel: Channel) -> Json:
        """Give a channel as Slack's answers show it."""
        body: Json = {"id": channel.id, "is_archived": channel.is_archived, "is_im": bool(channel.with_user)}
        if channel.with_user:
            return body | {"user": channel.with_user}
        return body | {
            "name": channel.name,
            "is_channel": not channel.is_private,
            "is_private": channel.is_private,
            "is_member": self.world.bot_user in channel.members,
            "is_ext_shared": False,
        }

    def channels(self, given: Json) -> Json:
        """conversations.list"""
        wanted = str(given.get("types") or "public_channel").split(",")
        found = [
            self.channel_shown(one)
            for one in self.world.channels.values()
            if not one.with_user and ("private_channel" if one.is_private else "public_channel") in wanted
        ]
        return {"ok": True, "channels": found, "response_metadata": {"next_cursor": ""}}

    def open(self, given: Json) -> Json:
        """conversations.open, with one person"""
        user = self.world.users.get(str(given.get("users", "")))
        if user is None:
            raise Refused("user_not_found")
        if user.deleted:
            raise Refused("user_disabled")
        return {"ok": True, "channel": {"id": self.world.direct_messages(user.id).id}}

    def identity(self, _given: Json) -> Json:
        """auth.test"""
        world = self.world
        own = {"team_id": world.team, "user_id": world.bot_user, "bot_id": world.bot, "app_id": world.app}
        return {"ok": True, "url": "https://desk.slack.com/", "team": "Desk", "user": "backchannel"} | own
