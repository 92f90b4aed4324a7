"""A union's schemes, and the posts that serve them, as its file names them. (CONF-5, HOUR-3)

A scheme is support that officers set up. Each is served by posts of its own, all under one policy;
a post that names no scheme serves the first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from confide.policy.eligibility import EVERYONE, REMITS, WOMEN
from confide.policy.reading import KEY, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One kind of support: what it is called, and what it helps with."""

    key: str
    name: str
    helps_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An office that gives support: its title, what it helps with, whom it represents, and where.

    `scheme` is the key of the scheme that it serves.
    """

    key: str
    title: str
    helps_with: str
    remit: str
    scheme: str


def read_schemes(file: Table) -> tuple[Scheme, ...]:
    """The schemes of a file, the first of which is the one that every student is entitled to."""
    tables = file.tables("schemes")
    schemes = tuple(
        Scheme(
            key=table.matching("key", KEY, '"student-support"'),
            name=table.text("name", clause="CONF-5"),
            helps_with=table.text("helps_with"),
        )
        for table in tables
    )
    if not schemes:
        file.fault("schemes", "holds nothing", "CONF-5", "one scheme at least")
    _refuse_twice(tables, [scheme.key for scheme in schemes])
    return schemes


def read_posts(file: Table, schemes: Sequence[Scheme]) -> tuple[Post, ...]:
    """The posts of a file. Every scheme has one, and the first has one for every student."""
    tables = file.tables("posts")
    keys = [scheme.key for scheme in schemes]
    posts = tuple(_post(table, keys) for table in tables)
    if not posts:
        file.fault("posts", "holds nothing", "HOUR-3", "one officer's post at least")
    elif all(post.remit == WOMEN for post in posts if post.scheme in keys[:1]):
        file.fault("posts", "helps women only", "ELIG-1", "one post at least for every student")
    for number, key in enumerate(keys if posts else []):
        if key not in {post.scheme for post in posts}:
            scheme = Table(("schemes", number), {}, file.faults)
            scheme.fault("key", f'is "{key}", which no post serves', "CONF-5", "one post at least")
    _refuse_twice(tables, [post.key for post in posts])
    return posts


def _post(table: Table, schemes: list[str]) -> Post:
    title = table.text("title", clause="HOUR-3")
    remit = table.one_of("remit", REMITS, EVERYONE, clause="ELIG-2")
    if remit != WOMEN and re.search(r"\bwom[ae]n", title.casefold()):
        table.fault("remit", f'is "{remit}" for the {title}', "ELIG-2", f'"{WOMEN}"')
    return Post(
        key=table.matching("key", KEY, '"education"'),
        title=title,
        helps_with=table.text("helps_with"),
        remit=remit,
        scheme=table.one_of("scheme", schemes, schemes[0] if schemes else "", clause="CONF-5"),
    )


def _refuse_twice(tables: Sequence[Table], keys: Sequence[str]) -> None:
    for number, table in enumerate(tables):
        if keys[number] in keys[:number]:
            table.fault("key", f'is "{keys[number]}" a second time', "", "a key of its own")
