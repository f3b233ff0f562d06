"""The methods that take files, and those that open, change and publish views."""

import copy

from .view_checks import check_view
from .world import Json, Refused, StoredFile, StoredView, World

_KINDS = {"png": "image/png", "jpg": "image/jpeg", "json": "application/json", "ics": "text/calendar"}
_ALT = 1000


class Files:
    """files.*: an address to send to, the bytes, and completion; what comes of it is there a little later."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.looks_needed = 1  # how often files.info answers without a type first

    def address(self, given: Json) -> Json:
        """files.getUploadURLExternal"""
        name, length = str(given.get("filename", "")), int(given.get("length") or 0)
        if not name or not length:
            raise Refused("missing_argument")
        if len(str(given.get("alt_txt", ""))) > _ALT:
            raise Refused("alt_txt_too_large")
        file = StoredFile(self.world.number("F"), name, length, alt_text=str(given.get("alt_txt", "")))
        self.world.files[file.id] = file
        return {"ok": True, "upload_url": f"{self.url}/upload/{file.id}", "file_id": file.id}

    def complete(self, given: Json) -> Json:
        """files.completeUploadExternal"""
        done = []
        for one in given.get("files", ()):
            file = self.world.files.get(str(one.get("id", "")))
            if file is None or len(file.content) != file.length:
                raise Refused("file_not_found")
            channel = str(given.get("channel_id", ""))
            if channel and channel not in self.world.channels:
                raise Refused("channel_not_found")
            if channel and self.world.bot_user not in self.world.channels[channel].members:
                raise Refused("not_in_channel")
            file.is_complete, file.channel, file.thread = True, channel, str(given.get("thread_ts", ""))
            file.comment = str(given.get("initial_comment", ""))
            done.append({"id": file.id, "title": one.get("title", file.name)})
        return {"ok": True, "files": done}

    def info(self, given: Json) -> Json:
        """files.info: the type is missing at first."""
        file = self.world.files.get(str(given.get("file", "")))
        if file is None or not file.is_complete:
            raise Refused("file_not_found")
        file.looked_at += 1
        if file.looked_at > self.looks_needed:
            file.mimetype = _KINDS.get(file.name.rpartition(".")[2], "application/octet-stream")
        return {"ok": True, "file": self.shown(file)}

    def shown(self, file: StoredFile) -> Json:
        """Give a file as Slack's answers show it."""
        private = f"{self.url}/files-pri/{file.id}/download/{file.name}"
        body = {"id": file.id, "name": file.name, "mimetype": file.mimetype, "size": file.length}
        return body | {"url_private": private, "url_private_download": private, "shares": {}}


class Views:
    """views.*"""

    def __init__(self, world: World) -> None:
        self.world = world

    def open(self, given: Json) -> Json:
        """views.open: once, within three seconds."""
        trigger = self.world.use_trigger(str(given.get("trigger_id", "")))
        check_view(given.get("view"), kind="modal")
        view = StoredView(self.world.number("V"), trigger.user, given["view"], self.world.stamp())
        self.world.views[view.id] = view
        return {"ok": True, "view": self.shown(view)}

    def update(self, given: Json) -> Json:
        """views.update: refused for a view that has changed since, or is closed."""
        view = self.world.views.get(str(given.get("view_id", "")))
        if view is None or not view.is_open:
            raise Refused("not_found")
        if given.get("hash") and given["hash"] != view.hash:
            raise Refused("hash_conflict")
        check_view(given.get("view"), kind="modal")
        view.body, view.hash = given["view"], self.world.stamp()
        return {"ok": True, "view": self.shown(view)}

    def publish(self, given: Json) -> Json:
        """views.publish"""
        if str(given.get("user_id", "")) not in self.world.users:
            raise Refused("invalid_arguments")
        check_view(given.get("view"), kind="home")
        before = self.world.homes.get(given["user_id"])
        if given.get("hash") and before and given["hash"] != before["hash"]:
            raise Refused("hash_conflict")
        home = StoredView(f"V0HOME{given['user_id']}", given["user_id"], given["view"], self.world.stamp())
        self.world.homes[home.user] = self.shown(home)
        return {"ok": True, "view": self.shown(home)}

    def shown(self, view: StoredView) -> Json:
        """Give a view as Slack's answers and payloads show it."""
        body: Json = {"id": view.id, "team_id": self.world.team, "hash": view.hash, "root_view_id": view.id}
        body |= {"private_metadata": "", "callback_id": "", "external_id": "", "state": {"values": {}}}
        return body | {"app_id": self.world.app, "bot_id": self.world.bot} | copy.deepcopy(view.body)
