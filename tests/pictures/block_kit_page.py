"""Block Kit as a small page of our own, to judge order and length on a phone: it is not how Slack draws it."""

import html
from collections.abc import Callable, Iterable
from typing import Any

from tests.slack.world import unescaped

Json = dict[str, Any]

_STYLE = """
body{margin:0;background:#fff;color:#1d1c1d;font:15px/1.46 'DejaVu Sans',sans-serif;width:390px}
#shown{padding:12px 14px 14px;width:362px;overflow-wrap:anywhere}
.who{font-weight:700}.who small{font-weight:400;color:#616061;margin-left:6px}
.who i{font:10px sans-serif;background:#e8e8e8;border-radius:3px;padding:1px 4px;margin-left:5px;color:#616061}
.eyes{color:#616061;font-size:12px;margin:0 0 2px}
h1{font-size:17px;line-height:1.3;margin:8px 0 4px}p,ul{margin:6px 0}ul{padding-left:22px}
blockquote{margin:4px 0;padding:0 0 0 12px;border-left:4px solid #ddd}
.context{font-size:12px;color:#616061;margin:6px 0}.context span+span{margin-left:8px}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
button{font:bold 14px 'DejaVu Sans',sans-serif;background:#fff;color:inherit;border:1px solid #bbb}
button{border-radius:6px;padding:6px 11px}
button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.select{border:1px solid #bbb;border-radius:6px;padding:5px 10px;color:#616061;min-width:180px}
.field{border:1px solid #868686;border-radius:6px;padding:7px 10px;min-height:21px;color:#616061}
.field.tall{min-height:64px}.field b,.select b{font-weight:400;color:#1d1c1d}
label{display:block;font-weight:700;margin:14px 0 5px}label small{font-weight:400;color:#616061}
.hint{font-size:12px;color:#616061;margin-top:4px}
hr{border:0;border-top:1px solid #ddd;margin:12px 0}a{color:#1264a3}
.bar{display:flex;justify-content:space-between;align-items:center;font-weight:700}
.bar{border-bottom:1px solid #ddd;padding-bottom:9px}
"""


def message_page(blocks: list[Json], *, at: str, private: bool) -> str:
    """Show a message: who wrote it, when, for whose eyes, and its blocks."""
    eyes = "<div class=eyes>Only visible to you</div>" if private else ""
    return _page(f"{eyes}<div class=who>Backchannel<i>APP</i><small>{at}</small></div>{_blocks(blocks)}")


def view_page(view: Json) -> str:
    """Show a modal, or the Home tab."""
    if view["type"] == "home":
        return _page(f"<div class=bar>Backchannel<span></span></div>{_blocks(view['blocks'])}")
    send = f"<button class=primary>{_text(view['submit'])}</button>" if "submit" in view else ""
    bar = f"<div class=bar><span>{_text(view['close'])}</span>{_text(view['title'])}{send or '<span></span>'}</div>"
    return _page(bar + _blocks(view["blocks"]))


def _page(body: str) -> str:
    head = "<!doctype html><meta charset=utf-8><meta name=viewport content=width=390>"
    return f"{head}<style>{_STYLE}</style><div id=shown>{body}</div>"


def _blocks(blocks: Iterable[Json]) -> str:
    return "".join(_BLOCKS[block["type"]](block) for block in blocks)


def _text(text: Json) -> str:
    said = html.escape(text["text"] if text["type"] == "plain_text" else unescaped(text["text"]))
    if text["type"] == "mrkdwn":  # ours hold nothing but one link
        address, _, shown = text["text"].strip("<>").partition("|")
        return f"<a href='{html.escape(address)}'>{html.escape(shown)}</a>"
    return said.replace("\n", "<br>")


def _leaf(leaf: Json) -> str:
    match leaf["type"]:
        case "text":
            said = html.escape(leaf["text"]).replace("\n", "<br>")
        case "link":
            said = f"<a>{html.escape(leaf.get('text') or leaf['url'])}</a>"
        case "date":
            said = html.escape(leaf["fallback"])
        case "channel":
            said = "<a>#desk</a>"
        case "user":
            said = "<a>@ann</a>"
        case other:
            raise AssertionError(f"nothing shows {other}")
    for name, tag in (("bold", "b"), ("italic", "em"), ("code", "code")):
        said = f"<{tag}>{said}</{tag}>" if leaf.get("style", {}).get(name) else said
    return said


def _rich(block: Json) -> str:
    return "".join(_part(part) for part in block["elements"])


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        items = "".join(f"<li>{''.join(map(_leaf, one['elements']))}</li>" for one in part["elements"])
        return f"<ul style='margin-left:{part.get('indent', 0) * 18}px'>{items}</ul>"
    inner = "".join(map(_leaf, part["elements"]))
    return f"<blockquote>{inner}</blockquote>" if part["type"] == "rich_text_quote" else f"<p>{inner}</p>"


def _context(block: Json) -> str:
    return f"<div class=context>{''.join(f'<span>{_text(one)}</span>' for one in block['elements'])}</div>"


def _actions(block: Json) -> str:
    return f"<div class=actions>{''.join(map(_element, block['elements']))}</div>"


def _element(element: Json) -> str:
    if element["type"] == "button":
        return f"<button class='{element.get('style', '')}'>{_text(element['text'])}</button>"
    if element["type"] == "plain_text_input":
        tall = " tall" if element.get("multiline") else ""
        return f"<div class='field{tall}'>{_standing(element, 'initial_value')}</div>"
    chosen = "initial_option" if element["type"] in ("external_select", "static_select") else "initial_conversation"
    return f"<div class=select>{_standing(element, chosen)} ▾</div>"


def _standing(element: Json, name: str) -> str:
    """Show what a field holds, or what it asks for."""
    value = element.get(name)
    if isinstance(value, dict):
        return f"<b>{_text(value['text'])}</b>"
    if name == "initial_conversation" and value:
        return "<b>#desk</b>"
    return (
        f"<b>{html.escape(value)}</b>"
        if value
        else _text(element.get("placeholder", {"type": "plain_text", "text": ""}))
    )


def _input(block: Json) -> str:
    maybe = " <small>(optional)</small>" if block.get("optional") else ""
    hint = f"<div class=hint>{_text(block['hint'])}</div>" if "hint" in block else ""
    return f"<label>{_text(block['label'])}{maybe}</label>{_element(block['element'])}{hint}"


_BLOCKS: dict[str, Callable[[Json], str]] = {
    "header": lambda block: f"<h1>{_text(block['text'])}</h1>",
    "section": lambda block: f"<p>{_text(block['text'])}</p>",
    "divider": lambda _: "<hr>",
    "rich_text": _rich,
    "context": _context,
    "actions": _actions,
    "input": _input,
}
