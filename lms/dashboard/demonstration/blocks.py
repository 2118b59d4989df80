"""Turns the blocks of `demo/pages.toml` into StreamField data."""

from html import escape
from typing import Any

Targets = dict[str, dict[str, Any]]


def stream(page: Any, blocks: list[dict[str, Any]], language: str, targets: Targets) -> Any:
    """Return the page's body in one language."""
    raw = [_block(block, language, targets) for block in blocks]
    return page.__class__._meta.get_field("body").stream_block.to_python(
        [{"type": kind, "value": value} for kind, value in raw]
    )


def _block(block: dict[str, Any], language: str, targets: Targets) -> tuple[str, Any]:
    match block["type"]:
        case "heading":
            return "heading", block[f"text_{language}"]
        case "paragraph":
            return "paragraph", f"<p>{escape(block[f'text_{language}'])}</p>"
        case "list":
            return "paragraph", _list(block, language)
        case "figures":
            return "figures", _figures(block, language)
        case "people":
            return "people", _people(block, language)
        case _:
            return "call_to_action", _call(block, language, targets)


def _list(block: dict[str, Any], language: str) -> str:
    tag = "ol" if block.get("ordered") else "ul"
    items = "".join(f"<li>{_item(item, language)}</li>" for item in block["items"])
    return f"<{tag}>{items}</{tag}>"


def _item(item: dict[str, Any], language: str) -> str:
    text = escape(item[f"text_{language}"])
    if item.get("url"):
        text = f'<a href="{escape(item["url"])}">{text}</a>'
    term = item.get(f"term_{language}")
    return f"<b>{escape(term)}</b> {text}" if term else text


def _figures(block: dict[str, Any], language: str) -> dict[str, Any]:
    figures = [{"value": item["value"], "label": item[f"label_{language}"]} for item in block["items"]]
    return {"title": block.get(f"title_{language}", ""), "figures": figures}


def _call(block: dict[str, Any], language: str, targets: Targets) -> dict[str, Any]:
    pair = targets.get(block["target"])
    return {
        "text": block[f"text_{language}"],
        "label": block[f"label_{language}"],
        "page": pair[language].pk if pair else None,
        "path": "" if pair else f"/{language}/{block['target']}/",
    }


def _people(block: dict[str, Any], language: str) -> dict[str, Any]:
    people = [{key: item.get(f"{key}_{language}", "") for key in ("name", "role", "text")} for item in block["items"]]
    return {"title": block.get(f"title_{language}", ""), "people": people}
