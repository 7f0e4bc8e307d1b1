"""Jinja as all pages use it: gettext, formats, icons, and the component macros as `ui`."""

import hashlib
import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from markupsafe import Markup, escape

from shared import clock
from web import i18n, vocabulary
from web.forms import Form
from web.i18n import formats
from web.icons import icon
from web.markdown import rich_text
from web.navigation import Links
from web.patterns import pattern
from web.reader import reader
from web.static_files import static_url

TEMPLATES = Path(__file__).parent / "templates"


def hx(**attributes: str) -> Markup:
    """htmx attributes with this answer's nonce: `hx(get="/find", target="#results")`."""
    nonce = reader().nonce
    written = {f"hx-{name.replace('_', '-')}": value for name, value in attributes.items()}
    written["hx-nonce"] = nonce
    return Markup(" ").join(
        Markup('{}="{}"').format(name, value) for name, value in written.items()
    )


def described_by(*ids: str) -> Markup:
    """`aria-describedby` for the ids that are there."""
    found = " ".join(i for i in ids if i)
    return Markup(' aria-describedby="{}"').format(found) if found else Markup("")


def field_state(form: Form, name: str, field_id: str, hint: str) -> Markup:
    """Attributes that tie a field to its hint and its error. The first wrong field takes the focus."""
    wrong = bool(form.error(name))
    described = described_by(
        f"{field_id}-hint" if hint else "", f"{field_id}-error" if wrong else ""
    )
    if wrong:
        described += Markup(' aria-invalid="true"')
    return described + (Markup(" autofocus") if form.takes_focus(name) else Markup(""))


def person_mark(viewer: Any) -> str:
    """Whose drafts a browser may offer: a mark of the signed-in person; "" for visitors."""
    return hashlib.sha256(str(viewer.id).encode()).hexdigest()[:12] if viewer else ""


def tojson_attribute(value: Any) -> Markup:
    """JSON for an attribute."""
    return escape(json.dumps(value, separators=(",", ":")))


@cache
def environment() -> Environment:
    """The one environment; macros of `templates/components/` are reachable as `ui.<name>`."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=-1,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: i18n.catalogue(reader().language).gettext(text),
        lambda one, many, n: i18n.catalogue(reader().language).ngettext(one, many, n),
        newstyle=True,
    )
    env.filters.update(formats.FILTERS)
    env.filters.update(vocabulary.FILTERS)
    env.filters["rich"] = rich_text
    env.filters["attr_json"] = tojson_attribute
    env.globals.update(
        reader=reader,
        now=clock.now,
        hx=hx,
        icon=icon,
        pattern=pattern,
        described_by=described_by,
        person_mark=person_mark,
        field_state=field_state,
        static_url=static_url,
        new_key=lambda: str(uuid4()),
        is_past=formats.is_past,
        is_soon=formats.is_soon,
        languages=i18n.LANGUAGES,
        right_to_left=i18n.RIGHT_TO_LEFT,
        navigation=lambda viewer: Links(),
        mailbox_url=lambda: "",
        ui=SimpleNamespace(),
    )
    _load_components(env)
    return env


def _load_components(env: Environment) -> None:
    namespace = env.globals["ui"]
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        module = env.get_template(f"components/{path.name}").module
        for name, macro in vars(module).items():
            if not name.startswith("_") and callable(macro):
                setattr(namespace, name, macro)


def render_template(template: str, fragment: str, values: dict[str, Any]) -> str:
    """The whole page, or one of its blocks."""
    env = environment()
    if fragment:
        return str(render_block(env, template, fragment, **values))
    return env.get_template(template).render(**values)
