"""Every form of the pages, sent empty: each error names its field, leads there, and keeps the rest."""

from typing import Any

import pytest
from playwright.async_api import Page
from playwright.async_api import TimeoutError as NeverCame

from .everybody import LINKS, first_pages, shape

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("system"),
    pytest.mark.timeout(600),
]
SOON = {"visitor"}
MOST_TELLING = {
    "lead": {"/staff/announcements"},
    "operator": {"/settings/security/email"},
    "in the course": {"/partnerships/…/calendar", "/partnerships/…/tasks", "/classes"},
    "in the project": {"/classes"},
    "invited": {"/people/…/invite"},
    "visitor": {"/sign-in", "/register", "/forgot", "/sign-in/code"},
}
"""Forms that a walk which lost its way would miss."""
KEPT = "Words that stay"
FORMS = """() => [...document.querySelectorAll('main form[method=post]')].flatMap((form, place) =>
  form.querySelector('[required]') || [...form.querySelectorAll('select')].some(one => !one.value)
    ? [[form.getAttribute('action'), place]] : [])"""
EMPTY = """([place, kept]) => {
  const form = document.querySelectorAll('main form[method=post]')[place];
  let words = 0;
  for (const one of form.querySelectorAll('input, textarea, select')) {
    const kind = one.type, free = ['text', 'textarea'].includes(kind) && !one.inputMode;
    if (kind === 'checkbox' || kind === 'radio') one.checked = false;
    else if (free && !one.required && !one.name.includes('.')) { one.value = kept; words += 1; }
    else if (kind !== 'hidden' && kind !== 'select-one') one.value = '';
  }
  return words;
}"""
SEND = """place => {
  const form = document.querySelectorAll('main form[method=post]')[place];
  form.requestSubmit([...form.querySelectorAll('button[name]')].pop());
}"""
SAID = """() => {
  const text = one => one.textContent.trim().replace(/\\s+/g, ' ');
  const of = link => document.getElementById(link.getAttribute('href').slice(1));
  return {
    title: document.querySelector('.error-summary__title')?.textContent.trim() || '',
    summary: [...document.querySelectorAll('.error-summary li')].map(item => {
      const link = item.querySelector('a'), field = link && of(link);
      const group = field?.closest('fieldset.field, .field, .times, fieldset.group');
      const label = group?.querySelector('legend, label, .times__day');
      return {
        text: text(item), leads: !!field,
        labels: [label, field?.closest('fieldset.group')?.querySelector('legend')]
          .filter(one => one).map(text),
        beside: group ? [...group.querySelectorAll('.field__error')].map(text) : [],
        tied: !!group && [field, group, group.closest('fieldset.group') || group]
          .some(one => (one.getAttribute('aria-describedby') || '')
          .split(' ').some(id => document.getElementById(id)?.matches('.field__error'))),
      };
    }),
    focus: document.activeElement?.matches('.error-summary, [autofocus]') || false,
    kept: [...document.querySelectorAll('main input, main textarea')]
      .filter(one => one.value === 'Words that stay').length,
  };
}"""


async def forms_of(system: Any, page: Page, who: str, sessions: dict[str, str]) -> dict[str, Any]:
    """One address and one place on its page for each form with something that must be filled in."""
    todo, seen, found = first_pages(who, sessions), set[str](), dict[str, Any]()
    while todo:
        address = todo.pop(0)
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        answer = await page.request.get(system.web + address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        await page.goto(system.web + address)
        for action, place in await page.evaluate(FORMS):
            if action.endswith("/export"):
                continue  # Its answer is a file, which no browser shows as a page.
            found.setdefault(shape(action), (address, place))
        todo += [
            link for link in await page.evaluate(LINKS) if not link.startswith(("/static/", "/dem"))
        ]
    return found


async def refused(page: Page, address: str, place: int) -> dict[str, Any]:
    """What the page says after its form was sent empty, except for words that nobody asks for."""
    await page.goto(address)
    typed = await page.evaluate(EMPTY, [place, KEPT])
    try:
        async with page.expect_navigation(timeout=20_000) as sent:
            await page.evaluate(SEND, place)
    except NeverCame as late:
        raise AssertionError(f"form {place} of {address} was not sent") from late
    answer = await sent.value
    said: dict[str, Any] = await page.evaluate(SAID)
    return {"status": answer.status if answer else 0, "typed": typed, **said}


def wrong_with(said: dict[str, Any]) -> list[str]:
    found = []
    if said["status"] < 400:
        return []
    if not said["title"]:
        return [f"{said['status']} without a summary"]
    if not said["focus"]:
        found.append("nothing has the focus")
    if said["kept"] < said["typed"]:
        found.append("typed words are lost")
    for one in said["summary"]:
        if not one["leads"]:
            found.append(f"{one['text']!r} leads nowhere")
        elif not one["tied"]:
            found.append(f"{one['text']!r} is not tied to its field")
        elif one["text"] not in one["beside"] and not any(
            label.split(" (")[0].rstrip("?") in one["text"] for label in one["labels"]
        ):
            found.append(f"{one['text']!r} names none of {one['labels']!r}")
    return found


@pytest.mark.parametrize(
    "who",
    [pytest.param(who, marks=() if who in SOON else pytest.mark.full) for who in MOST_TELLING],
)
async def test_every_form_sent_empty_names_what_is_missing_and_leads_there(
    system, sessions, open_page, who: str
) -> None:
    page = await open_page(f"{system.web}/livez", width=360)
    if sessions[who]:
        await page.context.add_cookies(
            [{"name": "meridian", "value": sessions[who], "url": system.web}]
        )
    forms = await forms_of(system, page, who, sessions)
    assert MOST_TELLING[who] <= set(forms)
    wrong = []
    for action, (address, place) in forms.items():
        in_english = await refused(page, system.web + address, place)
        wrong += [f"{action} at {address}: {what}" for what in wrong_with(in_english)]
        if in_english["status"] < 400:
            continue
        await page.context.add_cookies([{"name": "language", "value": "tr", "url": system.web}])
        in_turkish = await refused(page, system.web + address, place)
        await page.context.clear_cookies(name="language")
        said = [{one["text"] for one in each["summary"]} for each in (in_english, in_turkish)]
        if in_turkish["status"] >= 400 and said[0] & said[1]:
            wrong.append(f"{action} at {address}: in English only: {said[0] & said[1]}")
    assert not wrong, "\n".join(wrong)
