"""The mailbox as a plain page: a list, a search field, one message with its links."""

import re
from html import escape
from typing import Any
from urllib.parse import urlencode

PAGE = 50

STYLE = """
:root { color-scheme: light dark; }
body { font: 18px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; }
input { font: inherit; padding: .4rem; width: 100%; box-sizing: border-box; }
ol { list-style: none; padding: 0; }
li { border-bottom: 1px solid #8886; padding: .6rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
small { opacity: .8; }
"""
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def _document(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _people(people: list[dict[str, str]]) -> str:
    return escape(", ".join(person["Address"] for person in people))


def index(query: str, found: dict[str, Any], start: int) -> str:
    rows = "".join(
        f'<li><a href="/message/{item["ID"]}">{escape(item["Subject"]) or "(no subject)"}</a><br>'
        f"<small>to {_people(item['To'])}, {escape(item['Created'][:16].replace('T', ' '))}</small></li>"
        for item in found["messages"]
    )
    nothing = "<p>No mail here. What Meridian sends on this machine is caught on this page.</p>"
    older = ""
    if start + PAGE < found["total"]:
        link = urlencode({"query": query, "start": start + PAGE})
        older = f'<p><a href="/?{link}">Older mail</a></p>'
    form = (
        '<form><label for="query">Search, for example to:ayse or subject:confirm</label>'
        f'<input id="query" name="query" type="search" value="{escape(query, quote=True)}"></form>'
    )
    return _document("Mailbox", f"{form}<ol>{rows}</ol>{older if rows else nothing}")


def message(summary: dict[str, Any], text: str) -> str:
    body = ADDRESS.sub(lambda link: f'<a href="{link[0]}">{link[0]}</a>', escape(text, quote=False))
    return _document(
        summary["Subject"] or "(no subject)",
        f'<p><a href="/">All mail</a></p><p>From {_people([summary["From"]])}<br>'
        f"To {_people(summary['To'])}</p><pre>{body}</pre>",
    )
