"""A browser that somebody is signed in with, and what it reads off a page without JavaScript."""

import html
import re

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from confide.team.queries import Acting
from confide.vault import sessions
from confide.web import clock


def browser_of(acting: Acting) -> Client:
    """The browser of somebody signed in."""
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    secret = sessions.begin(acting.unlocked, at=clock.now())
    browser.cookies[settings.SESSION_COOKIE] = secret
    return browser


def hidden_in(page: HttpResponse, action: str) -> dict[str, list[str]]:
    """What the form with that address carries without showing it."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text(page), re.S)
    assert form, f"no form goes to {action}"
    found: dict[str, list[str]] = {}
    for each in re.findall(r'<input[^>]*type="hidden"[^>]*>', form[0]):
        name = re.search(r'name="(.*?)"', each)
        value = re.search(r'value="(.*?)"', each, re.S)
        assert name
        found.setdefault(name[1], []).append(html.unescape(value[1] if value else ""))
    return found


def text(page: HttpResponse) -> str:
    return page.content.decode()
