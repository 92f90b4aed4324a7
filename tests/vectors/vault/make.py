r"""Makes the vectors of the vault's formats: one file for each success and each kind of failure.

Sealing draws random nonces, so every run makes other bytes. Run it for a new version of a format,
never to make a failing vector pass:

    python -m django shell --settings confide.site.settings --no-imports \
        -c "from tests.vectors.vault import make; make.main()"
"""

from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from confide.vault.payloads import pad
from confide.vault.primitives import (
    StreamSealer,
    as_id,
    bind,
    derive,
    hpke_seal,
    seal,
    stretch,
)
from confide.vault.rings import Unlocked
from confide.vault.ways import make_words, way_in
from confide.vault.words import make_sheet, normalise

HERE = Path(__file__).parent
CASE, OTHER_CASE = "c" * 26, "d" * 26
ROW = "r" * 26
CASE_KEY, SHRED_KEY, SEED = b"\x01" * 32, b"\x02" * 32, b"\x03" * 32
TABLE = "casework_contact"


def main() -> None:
    """Write every file anew."""
    rows()
    paddings()
    given()
    files()
    kept()
    epochs()
    shared()
    seen()
    sheets()
    ways_in()


def write(name: str, expect: str, why: str, **fields: Any) -> None:
    """One vector."""
    lines = [f'why = "{why}"', f'expect = "{expect}"']
    for key, value in fields.items():
        shown = b64encode(value).decode() if isinstance(value, bytes) else value
        lines.append(f"{key} = {shown}" if isinstance(value, int) else f'{key} = "{shown}"')
    (HERE / f"{name}.toml").write_text("\n".join(lines) + "\n")


def opens(name: str, why: str, **fields: Any) -> None:
    write(name, "opens", why, **fields)


def closed(name: str, why: str, **fields: Any) -> None:
    write(name, "does not open", why, **fields)


def changed(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def rows() -> None:
    header = (1).to_bytes(2, "big") + (1).to_bytes(4, "big")
    place = bind("row", TABLE, ROW, CASE, header)
    key = derive(CASE_KEY + SHRED_KEY, label="content", context=bind("case", CASE, 1))
    plain = pad(msgspec.msgpack.encode({"said": "She came on Monday."}))
    sealed = header + seal(key, plain, aad=place)
    good: dict[str, Any] = {
        "case": CASE, "row": ROW, "case_key": CASE_KEY, "shred_key": SHRED_KEY, "sealed": sealed,
    }  # fmt: skip
    opens("row", "A row in its own place.", **good)
    wrong = {
        "row-swapped": ("The bytes of one row in another.", {"row": "s" * 26}),
        "row-other-case": ("The row of one case in another.", {"case": OTHER_CASE}),
        "row-wrong-case-key": ("Another case key.", {"case_key": b"\x09" * 32}),
        "row-shredded": ("The shred key is not the case's.", {"shred_key": bytes(32)}),
        "row-wrong-generation": ("A generation nobody holds.", {"sealed": changed(sealed, 5)}),
        "row-wrong-schema": ("Relabelled as another schema.", {"sealed": changed(sealed, 1)}),
        "row-unknown-suite": ("A suite that does not exist.", {"sealed": changed(sealed, 6)}),
        "row-downgraded": (
            "The suite byte left out, as if an older format had none.",
            {"sealed": sealed[:6] + sealed[7:]},
        ),
        "row-damaged": ("One bit of the body changed.", {"sealed": changed(sealed, 100)}),
        "row-truncated": ("The last byte missing.", {"sealed": sealed[:-1]}),
        "row-empty": ("Nothing there.", {"sealed": b""}),
    }
    for name, (why, fields) in wrong.items():
        closed(name, why, **{**good, **fields})
    extra = pad(msgspec.msgpack.encode({"said": "x", "whom": "y"}))
    unknown = header + seal(key, extra, aad=place)
    closed("row-unknown-field", "A field that the schema has not.", **{**good, "sealed": unknown})
    unpadded = header + seal(key, plain[:-1], aad=place)
    closed("row-unpadded", "Sealed without its padding.", **{**good, "sealed": unpadded})


def paddings() -> None:
    def padded(head: str, zeros: int, tail: str = "") -> dict[str, Any]:
        return {"head": bytes.fromhex(head), "zeros": zeros, "tail": bytes.fromhex(tail)}

    opens("padding", "Three bytes in the smallest bucket.", **padded("00000003616263", 1017))
    opens("padding-of-nothing", "No bytes at all.", **padded("00000000", 1020))
    closed("padding-not-zero", "Something else in it.", **padded("00000003616263", 1016, "01"))
    closed("padding-too-short", "Not a bucket.", **padded("00000003616263", 1016))
    closed("padding-too-long", "A larger bucket than needed.", **padded("00000003616263", 4089))
    closed("padding-length-lies", "Longer than all there is.", **padded("00000400616263", 1017))
    closed("padding-empty", "Nothing there.", **padded("", 0))
    closed("padding-no-length", "Too short for a length.", **padded("000000", 0))


def given() -> None:
    holder, giver = _ring(SEED), _ring(b"\x04" * 32)
    stranger = _ring(b"\x05" * 32)
    place = bind("grant", CASE, 1, holder.ring_id)
    sealed = hpke_seal(holder.public().kem_public, CASE_KEY, info=place)
    statement = bind("grant-given", place, giver.ring_id, sealed)
    good: dict[str, Any] = {
        "holder_seed": SEED, "giver_id": giver.ring_id,
        "giver_kem": giver.public().kem_public, "giver_sign": giver.public().sign_public,
        "case": CASE, "generation": 1, "case_key": CASE_KEY,
        "sealed": sealed, "signature": giver.sign(statement),
    }  # fmt: skip
    forged = hpke_seal(holder.public().kem_public, b"\x09" * 32, info=place)
    opens("grant", "A grant, opened by its holder.", **good)
    wrong = {
        "grant-other-holder": ("Opened by another ring.", {"holder_seed": b"\x05" * 32}),
        "grant-other-case": ("Moved to another case.", {"case": OTHER_CASE}),
        "grant-wrong-generation": ("Moved to another generation.", {"generation": 2}),
        "grant-wrong-giver": (
            "Under the name of another giver.",
            {
                "giver_id": stranger.ring_id,
                "giver_kem": stranger.public().kem_public,
                "giver_sign": stranger.public().sign_public,
            },
        ),
        "grant-giver-exchanged": (
            "The giver's public key exchanged for the forger's, under the giver's id.",
            {
                "giver_sign": stranger.public().sign_public,
                "sealed": forged,
                "signature": stranger.sign(bind("grant-given", place, giver.ring_id, forged)),
            },
        ),
        "grant-forged": (
            "Sealed by somebody who knows the holder's public key only.",
            {"sealed": forged, "signature": good["signature"]},
        ),
        "grant-unsigned": ("No signature.", {"signature": b""}),
        "grant-unknown-suite": (
            "A suite that does not exist, signed all the same.",
            {
                "sealed": changed(sealed, 0),
                "signature": giver.sign(
                    bind("grant-given", place, giver.ring_id, changed(sealed, 0))
                ),
            },
        ),
        "grant-truncated": (
            "The last byte missing, signed all the same.",
            {
                "sealed": sealed[:-1],
                "signature": giver.sign(bind("grant-given", place, giver.ring_id, sealed[:-1])),
            },
        ),
    }
    for name, (why, fields) in wrong.items():
        closed(name, why, **{**good, **fields})


def files() -> None:
    stored_as, key = "f" * 26, b"\x06" * 32
    sealing = StreamSealer(key, bind("file", stored_as))
    sealed = sealing.update(b"A letter.".ljust(4096, b"\0")) + sealing.finalize()
    good: dict[str, Any] = {"stored_as": stored_as, "key": key, "size": 9, "sealed": sealed}
    opens("file", "A file of nine bytes in the smallest bucket.", **good)
    closed("file-renamed", "Under another's name.", **{**good, "stored_as": "g" * 26})
    closed("file-wrong-key", "Another file's key.", **{**good, "key": b"\x07" * 32})
    closed("file-truncated", "The last byte missing.", **{**good, "sealed": sealed[:-1]})
    closed("file-longer", "One byte more.", **{**good, "sealed": sealed + b"\0"})
    closed("file-too-short", "A row that says more than there is.", **{**good, "size": 4097})
    closed("file-empty", "Nothing there.", **{**good, "sealed": b""})


def kept() -> None:
    ring_id, salt, words = _ring(SEED).ring_id, b"\x08" * 16, "six small words are kept here"
    place = bind("unlock", ring_id, "passphrase")
    sealed = seal(stretch(normalise(words), salt), SEED, aad=place)
    good: dict[str, Any] = {
        "ring": ring_id, "salt": salt, "passphrase": words, "sealed": sealed, "seed": SEED,
    }  # fmt: skip
    opens("unlock", "The passphrase as it was made.", **good)
    typed = "SIX small-words  are kept here "
    opens("unlock-typed-otherwise", "Capitals, hyphens, spaces.", **{**good, "passphrase": typed})
    closed("unlock-wrong-passphrase", "One letter less.", **{**good, "passphrase": words[:-1]})
    closed("unlock-wrong-salt", "Another salt.", **{**good, "salt": bytes(16)})
    closed("unlock-other-ring", "Moved to another ring.", **{**good, "ring": "a" * 26})
    closed("unlock-truncated", "The last byte missing.", **{**good, "sealed": sealed[:-1]})


def epochs() -> None:
    epoch_key = b"\x0a" * 32
    wrapped = seal(epoch_key, SHRED_KEY, aad=bind("shred-key", CASE, "2025-11-17"))
    good: dict[str, Any] = {
        "epoch": "2025-11-17", "epoch_key": epoch_key, "case": CASE, "wrapped": wrapped,
        "shred_key": SHRED_KEY,
    }  # fmt: skip
    opens("shred-key", "A shred key under its epoch.", **good)
    closed("shred-key-other-case", "Moved to another case.", **{**good, "case": OTHER_CASE})
    closed("shred-key-other-epoch", "Moved to another day.", **{**good, "epoch": "2025-11-18"})
    closed("shred-key-wrong-epoch-key", "Another key.", **{**good, "epoch_key": bytes(32)})


def shared() -> None:
    first, second, third = make_sheet(), make_sheet(), make_sheet()
    recovery, ring = "v" * 26, _ring(SEED)
    secrets = sorted(" ".join(sheet.split()[:-1]).encode() for sheet in (first, second))
    key = derive(bind("recovery-words", *secrets), label="recovery")
    place = bind("recovery-share", recovery, ring.ring_id, "1-2")
    sealed = seal(key, SEED, aad=place)
    good: dict[str, Any] = {
        "recovery": recovery, "kem": ring.public().kem_public, "sign": ring.public().sign_public,
        "trustees": "1-2", "sealed": sealed, "sheets": f"{first} / {second}", "seed": SEED,
    }  # fmt: skip
    opens("recovery", "Two of three sheets.", **good)
    opens("recovery-any-order", "In any order.", **{**good, "sheets": f"{second} / {first}"})
    closed("recovery-one-sheet", "One sheet is not enough.", **{**good, "sheets": first})
    closed("recovery-twice-one", "Nor twice the same.", **{**good, "sheets": f"{first} / {first}"})
    other = f"{first} / {third}"
    closed("recovery-wrong-sheet", "Not one of the two.", **{**good, "sheets": other})
    closed("recovery-other-set", "The share of others.", **{**good, "trustees": "1-3"})


def seen() -> None:
    secret, ring = "q" * 52, _ring(SEED)
    row = as_id(derive(secret.encode(), label="session-lookup", length=16))
    expires = int(datetime(2025, 11, 17, 22, tzinfo=UTC).timestamp())
    at = int(datetime(2025, 11, 17, 10, tzinfo=UTC).timestamp())
    held = {"ring": ring.ring_id, "seed": SEED, "began_at": at, "notice": ""}
    place = bind("session", row, ring.ring_id, expires, at)
    key = derive(secret.encode(), label="session-key")
    good: dict[str, Any] = {
        "secret": secret, "row": row, "ring": ring.ring_id, "expires": expires, "seen": at,
        "sealed": seal(key, msgspec.msgpack.encode(held), aad=place), "seed": SEED,
    }  # fmt: skip
    opens("session", "A session and its cookie.", **good)
    closed("session-prolonged", "Its end put off.", **{**good, "expires": expires + 3600})
    closed("session-kept-awake", "Its idle time reset.", **{**good, "seen": at + 600})
    closed("session-other-ring", "Under another ring.", **{**good, "ring": "a" * 26})
    closed("session-other-cookie", "Another cookie.", **{**good, "secret": "p" * 52})


def sheets() -> None:
    sheet = make_sheet()
    words = sheet.split()
    opens("sheet", "Ten words.", sheet=sheet)
    opens("sheet-typed-otherwise", "Capitals and line breaks.", sheet=sheet.upper() + "  ")
    closed("sheet-nine-words", "The checking word missing.", sheet=" ".join(words[:-1]))
    closed("sheet-eleven-words", "One word too many.", sheet=f"{sheet} {words[0]}")
    swapped = " ".join([words[1], words[0], *words[2:]])
    closed("sheet-swapped", "Two words swapped.", sheet=swapped)
    closed("sheet-mistyped", "One letter wrong.", sheet=f"x{sheet}")


def _ring(seed: bytes) -> Unlocked:
    return Unlocked(Unlocked("", seed).public().id, seed)


def ways_in() -> None:
    words = make_words()
    way = way_in(words)
    each = words.split()
    good = {"words": words, "lookup": way.lookup, "seed": way.unlocked.pack(), "ring": way.ring.id}
    opens("way", "Ten words.", **good)
    opens("way-typed-otherwise", "Capitals, hyphens.", **{**good, "words": "-".join(each).upper()})
    swapped = " ".join([each[1], each[0], *each[2:]])
    closed("way-swapped", "Two words swapped.", **{**good, "words": swapped})
    closed("way-nine-words", "The tenth missing.", **{**good, "words": " ".join(each[:-1])})
    closed("way-a-sheet", "A trustee's sheet.", **{**good, "words": make_sheet()})
    other = make_words()
    opened = {"case_key": CASE_KEY, "shred_key": SHRED_KEY, "drawer": OTHER_CASE}
    sealed = _row_under(OTHER_CASE)
    opens("drawer", "A drawer's own key, its case's shred key.", sealed=sealed, **opened)
    closed("drawer-shredded", "Another shred key.", sealed=sealed, **{**opened, "shred_key": SEED})
    closed(
        "drawer-by-case-key", "The case in the drawer's place.", sealed=_row_under(CASE), **opened
    )
    closed("way-other", "Somebody else's words.", **{**good, "words": other})


def _row_under(case: str) -> bytes:
    """Dana's item in a drawer, sealed for the drawer of that id."""
    header = (1).to_bytes(2, "big") + (1).to_bytes(4, "big")
    key = derive(CASE_KEY + SHRED_KEY, label="content", context=bind("case", case, 1))
    place = bind("row", "casework_draweritem", ROW, case, header)
    return header + seal(
        key, pad(msgspec.msgpack.encode({"said": "She came on Monday."})), aad=place
    )
