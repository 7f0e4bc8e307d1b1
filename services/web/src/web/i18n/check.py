"""Finds words that no translator can reach, markup that the CSP refuses, and icons nobody drew."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import lucide
from jinja2 import Environment, nodes

PACKAGE = Path(__file__).parent.parent
TEMPLATES = PACKAGE / "templates"
ALLOWED = frozenset({"Meridian"})
"""Names that are the same in every language."""
SHOWN_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "aria-label", "label", "content"})
MARKING = frozenset({"_", "gettext", "ngettext", "N_"})
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[A-ZÇĞİÖŞÜ][a-zçğıöşü]+[ .,:!?]|^[A-ZÇĞİÖŞÜ][a-zçğıöşü]{2,}$")
HOLE = "0"
"""Stands where a template fills something in."""
MESSAGE_CALLS = {"go": 1, "refuse": 1}
"""Methods whose argument at that place is shown to people."""


class _Text(HTMLParser):
    """Collects bare words and refused attributes of one template's HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag in {"script", "style", "code", "pre"}:
            self._silent += 1
        for name, value in attrs:
            if name == "style" or (name.startswith("on") and name.isalpha()):
                self.found.append((line, f"the CSP refuses the attribute {name}="))
            if name in SHOWN_ATTRIBUTES and (tag, name) != ("meta", "content"):
                self._words(line, value or "")
            if (tag, name) == ("input", "value") and dict(attrs).get("type") == "submit":
                self._words(line, value or "")
        if tag == "script" and not dict(attrs).get("src"):
            self.found.append((line, "the CSP refuses inline scripts"))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "code", "pre"}:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words(self.getpos()[0], data)

    def _words(self, line: int, text: str) -> None:
        bare = [word for word in WORD.findall(text.replace(HOLE, " ")) if word not in ALLOWED]
        if bare:
            self.found.append((line, f"bare text: {' '.join(bare)[:60]!r}"))


def _html_of(source: str, env: Environment) -> str:
    """The template's own HTML, with holes for what is filled in and translated blocks left out."""
    parts: list[str] = []
    in_trans = False
    block: list[str] | None = None
    for _line, kind, value in env.lex(source):
        breaks = "\n" * value.count("\n")
        if kind == "block_begin":
            block = []
        elif kind == "block_end" and block is not None:
            opens = block[0] == "trans" or block[:2] == ["block", "width"]
            in_trans = opens or (in_trans and block[0] not in {"endtrans", "endblock"})
            block = None
        elif block is not None and kind == "name":
            block.append(value)
        if kind == "data" and not in_trans:
            parts.append(value)
        elif kind == "variable_begin":
            parts.append(HOLE + breaks)
        else:
            parts.append(breaks)
    return "".join(parts)


def _literals(tree: nodes.Node) -> Iterator[nodes.Const]:
    """String constants outside of marked sentences."""
    for child in tree.iter_child_nodes():
        if (
            isinstance(child, nodes.Call)
            and isinstance(child.node, nodes.Name)
            and child.node.name in MARKING
        ):
            for keyword in child.kwargs:
                yield from _literals(keyword)
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child
        yield from _literals(child)


def _icons() -> frozenset[str]:
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        return frozenset(name.removesuffix(".svg") for name in archive.namelist())


def _icon_names(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for call in tree.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name == "icon"
        first = call.args[0] if call.args else None
        if named and isinstance(first, nodes.Const):
            yield call.lineno, str(first.value)
        for keyword in call.kwargs:
            if keyword.key == "icon_name" and isinstance(keyword.value, nodes.Const):
                yield call.lineno, str(keyword.value.value)


def template_findings(name: str, source: str, icons: frozenset[str]) -> list[str]:
    """What is wrong in one template."""
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    text = _Text()
    text.feed(_html_of(source, env))
    found = list(text.found)
    tree = env.parse(source)
    found += [
        (literal.lineno, f"bare text: {literal.value[:60]!r}")
        for literal in _literals(tree)
        if SENTENCE.search(literal.value) and literal.value not in ALLOWED
    ]
    found += [
        (at, f"unknown icon {icon!r}")
        for at, icon in _icon_names(tree)
        if icon and icon not in icons
    ]
    return [f"templates/{name}:{line}: {what}" for line, what in sorted(found)]


def python_findings(name: str, source: str) -> list[str]:
    """Messages to people that are not marked."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        place = MESSAGE_CALLS.get(call.func.attr)
        if place is None or len(call.args) <= place:
            continue
        message = call.args[place]
        bare = isinstance(message, ast.JoinedStr) or (
            isinstance(message, ast.Constant) and isinstance(message.value, str) and message.value
        )
        if bare:
            found.append(f"{name}:{call.lineno}: bare text in {call.func.attr}()")
    return found


def findings() -> list[str]:
    """Everything that is wrong, as `file:line: what`."""
    icons = _icons()
    found: list[str] = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        found += template_findings(
            path.relative_to(TEMPLATES).as_posix(), path.read_text("utf-8"), icons
        )
    for path in sorted(PACKAGE.rglob("*.py")):
        found += python_findings(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8"))
    return found
