"""HTML as a small tree, to ask pages what they say and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect"}
OLD_FIGURE = "ancien chiffre\u00a0: "
"""What only screen readers hear before a struck figure."""


@dataclass(eq=False)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list["Node | str"] = field(default_factory=list)
    parent: "Node | None" = None

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def find(self, tag: str = "", **attributes: str) -> list["Node"]:
        """Those inside of that tag, whose attributes hold these words ("class_" for "class")."""
        wanted = {name.rstrip("_"): word for name, word in attributes.items()}
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and all(word in node.attributes.get(name, "").split() for name, word in wanted.items())
        ]

    def within(self, tag: str = "", class_: str = "") -> bool:
        """Whether it is inside such an element."""
        above = self.parent
        while above:
            if tag in ("", above.tag) and class_ in ("", *above.attributes.get("class", "").split()):
                return True
            above = above.parent
        return False

    @property
    def text(self) -> str:
        """What it says, with plain single spaces."""
        said = "".join(part if isinstance(part, str) else part.text_with_spaces for part in self.parts)
        return plain(said)

    @property
    def text_with_spaces(self) -> str:
        """Data for machines says nothing to a visitor."""
        if self.tag == "script":
            return ""
        return "".join(part if isinstance(part, str) else part.text_with_spaces for part in self.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.here = self.root = Node("root")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.parts.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.parts.append(Node(tag, {name: value or "" for name, value in attrs}, parent=self.here))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
            assert self.here.parent is not None
            self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.parts.append(data)


def parse(html: str) -> Node:
    """AssertionError when an element is not closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


def plain(text: str) -> str:
    """Without what French typography and screen readers add: as a counsellor typed it."""
    text = text.replace(OLD_FIGURE, "").replace("\u2011", "-").replace("'", "’")
    return " ".join(text.split())
