"""The words of the public pages in other languages: what is to be translated, and what has been.

A translator works in `confide/web/locale/<language>/LC_MESSAGES/django.po`; `setup.py` makes from
it the `.mo` that Django reads. What belongs in it is collected here: the words of the public
pages' templates and queries, and those texts of the policy that they show, which reach gettext as
they are and stand in no call. `make fix` writes what is missing into each catalogue, untranslated.
Reading and compiling need the standard library only.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "confide" / "web" / "locale"
TEMPLATES = (
    "frontdoor/pages/*.html",
    "web/pages/[0-9]*.html",
    "web/pages/base.html",
    "web/pages/error.html",
    "web/pages/parts/emergency_sheet.html",
    "web/pages/parts/footer.html",
    "web/pages/parts/header.html",
)
CODE = ("frontdoor/queries/*.py", "policy/hours.py", "policy/words.py", "web/templatetags/*.py")
SPEAKS = {"gettext", "gettext_lazy", "ngettext", "_", "Phrase"}
_CALLS = re.compile(r"\b(?:gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))\)")
_PLURALS = re.compile(r"\bngettext\((u'(?:[^'\\]|\\.)*'), (u'(?:[^'\\]|\\.)*')")


class Message(NamedTuple):
    """One entry of a catalogue: what is said in English, and each form of it in the language."""

    singular: str
    plural: str = ""
    forms: tuple[str, ...] = ()


def main() -> int:
    """Write what is missing into each catalogue, and make from each what Django reads."""
    for file in files():
        known = read(file)
        missing = [each for each in wanted() if each.singular not in known]
        with file.open("a", encoding="utf-8") as catalogue:
            catalogue.writelines(_entry(each) for each in missing)
        compile_to_mo(file)
        untranslated = sum(not any(each.forms) for each in read(file).values())
        print(f"{file.parts[-3]}: {len(missing)} added, {untranslated} to be translated")
    return 0


def files() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def wanted() -> Iterator[Message]:
    """Every text that a public page may show and that can be translated, each once."""
    seen: set[str] = set()
    for each in (*_of_templates(), *_of_code(), *of_the_policy()):
        if each.singular not in seen:
            seen.add(each.singular)
            yield each


def read(file: Path) -> dict[str, Message]:
    """The entries of a `.po`, by what is said in English; the first, under "", is its head."""
    entries: dict[str, Message] = {}
    parts: dict[str, str] = {}
    key = ""
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        found = re.fullmatch(r'(?:(msg\w+(?:\[\d\])?) )?(".*")', line.strip())
        if found is None:
            if "msgid" in parts:
                entries[parts["msgid"]] = _message(parts)
            parts = {}
            continue
        key = found[1] or key
        parts[key] = parts.get(key, "") + ast.literal_eval(found[2])
    return entries


def compile_to_mo(file: Path) -> None:
    """Write the `.mo` beside a `.po`: only what is translated, sorted, as gettext specifies it."""
    entries = {
        "\0".join(filter(None, (each.singular, each.plural))).encode(): "\0".join(
            each.forms
        ).encode()
        for each in read(file).values()
        if all(each.forms) and each.forms
    }
    originals, count = sorted(entries), len(entries)
    texts = [*originals, *(entries[each] for each in originals)]
    place = 28 + 16 * count
    table, content = b"", b""
    for text in texts:
        table += struct.pack("<II", len(text), place + len(content))
        content += text + b"\0"
    # Magic number, revision, how many, where both tables are, and no hash table.
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, place)
    file.with_suffix(".mo").write_bytes(head + table + content)


def _message(parts: dict[str, str]) -> Message:
    forms = [value for name, value in sorted(parts.items()) if name.startswith("msgstr")]
    return Message(parts["msgid"], parts.get("msgid_plural", ""), tuple(forms))


def _entry(message: Message) -> str:
    if not message.plural:
        return f'\nmsgid {_quoted(message.singular)}\nmsgstr ""\n'
    forms = "".join(f'msgstr[{number}] ""\n' for number in range(4))
    return f"\nmsgid {_quoted(message.singular)}\nmsgid_plural {_quoted(message.plural)}\n{forms}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _of_templates() -> Iterator[Message]:
    from django.utils.translation.template import templatize

    for pattern in TEMPLATES:
        for file in sorted((ROOT / "confide").glob(pattern)):
            calls = templatize(file.read_text(encoding="utf-8"))
            for one, many in _PLURALS.findall(calls):
                yield Message(ast.literal_eval(one), ast.literal_eval(many))
            for words in _CALLS.findall(calls):
                yield Message(ast.literal_eval(words))


def _of_code() -> Iterator[Message]:
    for pattern in CODE:
        for file in sorted((ROOT / "confide").glob(pattern)):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKS:
                    said = [text for each in node.args[:2] for text in _texts(each)]
                    if getattr(node.func, "id", "") == "ngettext":
                        yield Message(said[0], said[1])
                    else:
                        yield from map(Message, said)


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, where it is one or a choice between two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def of_the_policy() -> Iterator[Message]:
    """The clauses, as the public pages show them."""
    from confide.policy.clauses import CLAUSES, GROUPS

    yield from map(Message, GROUPS.values())
    for clause in CLAUSES.values():
        yield from map(Message, (clause.heading, clause.obliges, clause.kept_by))


if __name__ == "__main__":
    sys.exit(main())
