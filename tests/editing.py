"""Forms of the workshop as a browser without JavaScript sends them: what the page holds, changed by what one types."""

from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from tests.careers.markup import Node, parse

Data = dict[str, list[str]]


def page(model: type[models.Model], action: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def opened(client: Client, address: str) -> Data:
    """Everything the form of a page holds when it opens."""
    return held(client.get(address).text)


def held(html: str) -> Data:
    forms = [form for form in parse(html).find("form") if form.attributes.get("method") == "post"]
    form = next(form for form in forms if "logout" not in form.attributes.get("id", ""))
    data: Data = {}
    for node in form.walk():
        name = node.attributes.get("name", "")
        if name and "disabled" not in node.attributes and "__prefix__" not in name:
            data.setdefault(name, []).extend(_values(node))
    return {name: values for name, values in data.items() if values and name not in ("_continue", "_addanother")}


def _values(node: Node) -> list[str]:
    match node.tag, node.attributes.get("type", "text"):
        case "select", _:
            options = [option for option in node.find("option") if "selected" in option.attributes]
            return [option.attributes["value"] for option in options if option.attributes["value"]]
        case "textarea", _:
            return ["".join(part for part in node.parts if isinstance(part, str)).removeprefix("\n")]
        case "input", "checkbox" | "radio":
            return [node.attributes.get("value", "on")] if "checked" in node.attributes else []
        case (("input" | "button"), _):
            return [node.attributes.get("value", "")]
    return []


def typed(form: Data, **changes: Any) -> Data:
    """The form with other values in it; None empties a field. « figures-0-low » is written `figures__0__low`."""
    changed = dict(form)
    for name, value in changes.items():
        key = name.replace("__", "-")
        changed[key] = [] if value is None else value if isinstance(value, list) else [str(value)]
    return changed
