"""HTML as plain values that can be compared: order of attributes, white space and the names of ids don't count,
nor do ids that nothing in the piece points to."""

import re
from html.parser import HTMLParser
from typing import Any

VOID = {"input", "br", "hr", "img", "meta", "link"}
POINTS_TO_IDS = ("for", "aria-describedby", "aria-labelledby")
# What Django adds and GOV.UK's macros don't; harmless, or better for screen readers.
OURS = {"aria-invalid", "maxlength", "minlength"}
# Sizes of labels and legends: a choice of ours, not part of the structure.
SIZES = {"govuk-label--s", "govuk-fieldset__legend--s"}

Node = tuple[str, tuple[tuple[str, str], ...], tuple[Any, ...]]


class _Builder(HTMLParser):
    def __init__(self, pointed_to: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pointed_to = pointed_to
        self.root: list[Any] = []
        self.open: list[tuple[str, tuple[tuple[str, str], ...], list[Any]]] = [("", (), self.root)]
        self.ids: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: tuple[str, tuple[tuple[str, str], ...], list[Any]] = (
            tag,
            tuple(sorted(self._attribute(name, value or "") for name, value in attrs if self._counts(name, value))),
            [],
        )
        if tag in VOID:
            self.open[-1][2].append((tag, node[1], ()))
        else:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        name, attributes, children = self.open.pop()
        assert name == tag, f"<{name}> is closed by </{tag}>"
        self.open[-1][2].append((name, attributes, tuple(_joined(children))))

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(" ".join(data.split()))

    def _counts(self, name: str, value: str | None) -> bool:
        return name not in OURS and (name != "id" or value in self.pointed_to)

    def _attribute(self, name: str, value: str) -> tuple[str, str]:
        if name == "class":
            return name, " ".join(sorted(set(value.split()) - SIZES))
        if name in {"id", *POINTS_TO_IDS}:
            return name, " ".join(self.ids.setdefault(part, f"#{len(self.ids)}") for part in value.split())
        return name, value


def _joined(children: list[Any]) -> list[Any]:
    return [child for child in children if child != ""]


def parsed(html: str) -> tuple[Any, ...]:
    pointed_to = {word for name in POINTS_TO_IDS for found in re.findall(f' {name}="([^"]*)"', html) for word in found.split()}
    builder = _Builder(pointed_to)
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"not closed: {[name for name, _, _ in builder.open[1:]]}"
    return tuple(_joined(builder.root))
