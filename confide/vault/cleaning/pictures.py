"""Pictures: drawn anew, so that nothing but what is seen is left.

Orientation is carried out on the picture itself, and colours are turned into the plain ones (sRGB),
so that it looks the same without what said so. Where there are several pictures in a file, the
first is what is seen, and the others are left out and said.
"""

import io
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Final

from PIL import (
    ExifTags,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from confide.vault.cleaning import findings
from confide.vault.cleaning.findings import CannotClean, Notes

# Named, so that no other reader is ever loaded, nor this one when no file may be opened any more.
_FORMATS: Final = (
    JpegImagePlugin.JpegImageFile.format,  # what holds several (MPO) comes by way of this one
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
)
_SEVERAL: Final = MpoImagePlugin.MpoImageFile.format
_LARGEST: Final = 80_000_000  # pictures' points
_GPS, _DETAILS, _THUMBNAIL = 0x8825, 0x8769, 1
_TAGS: Final[Mapping[int, str]] = MappingProxyType(
    {
        ExifTags.Base.Make: findings.CAMERA,
        ExifTags.Base.Model: findings.CAMERA,
        ExifTags.Base.BodySerialNumber: findings.CAMERA,
        ExifTags.Base.LensSerialNumber: findings.CAMERA,
        ExifTags.Base.MakerNote: findings.CAMERA,
        ExifTags.Base.CameraOwnerName: findings.OWNER,
        ExifTags.Base.Artist: findings.OWNER,
        ExifTags.Base.Copyright: findings.OWNER,
        ExifTags.Base.XPAuthor: findings.OWNER,
        ExifTags.Base.HostComputer: findings.COMPUTER,
        ExifTags.Base.DateTime: findings.DAY,
        ExifTags.Base.DateTimeOriginal: findings.DAY,
        ExifTags.Base.Software: findings.PROGRAM,
        ExifTags.Base.ImageDescription: findings.COMMENT,
        ExifTags.Base.UserComment: findings.COMMENT,
        ExifTags.Base.XPComment: findings.COMMENT,
        ExifTags.Base.XPTitle: findings.COMMENT,
        ExifTags.Base.XPKeywords: findings.COMMENT,
    }
)
_OF_THE_FILE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "xmp": findings.DESCRIPTION,
        "photoshop": findings.DESCRIPTION,
        "icc_profile": findings.COLOURS,
        "comment": findings.COMMENT,
    }
)


def clean(content: bytes, notes: Notes) -> tuple[bytes, str]:
    """The picture drawn anew, and how such a file's name ends."""
    Image.MAX_IMAGE_PIXELS = None  # the limit here is a refusal and not a warning
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _LARGEST:
                raise CannotClean(findings.TOO_LARGE)
            picture.load()
            _look(picture, content, notes)
            return _drawn(picture, content)
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError) as fault:
        raise CannotClean(findings.DAMAGED) from fault


def _look(picture: Image.Image, content: bytes, notes: Notes) -> None:
    _look_at_exif(picture.getexif(), notes)
    for key, value in picture.info.items():
        name = str(key)
        if name in _OF_THE_FILE:
            notes.add(_OF_THE_FILE[name])
        elif isinstance(value, str):
            notes.add(findings.OWNER if name.casefold() == "author" else findings.COMMENT)
    if getattr(picture, "n_frames", 1) > 1 or picture.format == _SEVERAL:
        notes.add(findings.MORE_PICTURES)
    if not _ends(picture.format or "", content):
        notes.add(findings.TRAILING)


def _look_at_exif(exif: Image.Exif, notes: Notes) -> None:
    if exif.get_ifd(_GPS):
        notes.add(findings.POSITION)
    if exif.get_ifd(_THUMBNAIL):
        notes.add(findings.THUMBNAIL)
    for tag, value in {**dict(exif), **exif.get_ifd(_DETAILS)}.items():
        if kind := _TAGS.get(tag):
            owner = kind == findings.OWNER and isinstance(value, str)
            notes.add(kind, value if owner else "")


def _ends(kind: str, content: bytes) -> bool:
    if kind == "PNG":
        return content.endswith(b"IEND\xaeB`\x82")
    if kind == "WEBP":
        return len(content) == int.from_bytes(content[4:8], "little") + 8
    return content.rstrip(b"\0").endswith(b"\xff\xd9")


def _drawn(picture: Image.Image, content: bytes) -> tuple[bytes, str]:
    seen = ImageOps.exif_transpose(picture)
    kind, lossless = picture.format, b"VP8L" in content[:4096]
    seen = _plain(_in_plain_colours(seen), kind or "")
    drawn = io.BytesIO()
    if kind == "PNG":
        seen.save(drawn, "PNG", optimize=False)
        return drawn.getvalue(), "png"
    if kind == "WEBP":
        seen.save(drawn, "WEBP", lossless=lossless, quality=92, method=2)
        return drawn.getvalue(), "webp"
    seen.save(drawn, "JPEG", quality=93, subsampling="4:4:4")
    return drawn.getvalue(), "jpg"


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            picture, own, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except ImageCms.PyCMSError:
        return picture
    return turned or picture


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """The same points in an image that carries nothing else."""
    mode = picture.mode
    if mode in {"P", "PA", "LA", "La"} or "transparency" in picture.info:
        see_through = mode != "P" or "transparency" in picture.info
        mode = "RGBA" if see_through else "RGB"
    if kind in {"JPEG", _SEVERAL} and mode not in {"L", "RGB"}:
        mode = "RGB"
    if kind == "WEBP" and mode not in {"RGB", "RGBA"}:
        mode = "RGBA" if picture.has_transparency_data else "RGB"
    turned = picture if picture.mode == mode else picture.convert(mode)
    fresh = Image.new(mode, turned.size)
    fresh.paste(turned)
    return fresh


def stripped(content: bytes, notes: Notes) -> bytes:
    """A picture inside a document, with its points untouched and everything else left out.

    Answers it as it was if it is of another kind than JPEG and PNG.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return _stripped_jpeg(content, notes)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _stripped_png(content, notes)
    notes.add(findings.STILL_PICTURES)
    return content


def _stripped_jpeg(content: bytes, notes: Notes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the points themselves, to the end of the first picture
            end = content.find(b"\xff\xd9", at)
            kept.append(content[at : end + 2] if end >= 0 else content[at:])
            return b"".join(kept)
        segment = content[at : at + 2 + length]
        if (0xE1 <= marker <= 0xEF and marker != 0xEE) or marker == 0xFE:
            _look_at_segment(segment[4:], notes)
        else:
            kept.append(segment)
        at += 2 + length
    raise CannotClean(findings.DAMAGED)


def _look_at_segment(segment: bytes, notes: Notes) -> None:
    exif = Image.Exif()
    if segment.startswith(b"Exif\0\0"):
        with suppress(SyntaxError, OSError, ValueError, TypeError, KeyError):
            exif.load(segment)
            _look_at_exif(exif, notes)
    if not exif:
        notes.add(findings.DESCRIPTION)


def _stripped_png(content: bytes, notes: Notes) -> bytes:
    drawing = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT")
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        name = content[at + 4 : at + 8]
        whole = content[at : at + 12 + int.from_bytes(content[at : at + 4], "big")]
        if name in drawing:
            kept.append(whole)
        else:
            notes.add(findings.DESCRIPTION)
        at += len(whole)
        if name == b"IEND":
            return b"".join(kept)
    raise CannotClean(findings.DAMAGED)


def warm_up() -> None:
    """Draw one point of each kind, so that everything needed is loaded before files are closed."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP"):
        drawn = io.BytesIO()
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 6
        Image.new("RGB", (2, 2)).save(drawn, kind, exif=exif, icc_profile=profile)
        clean(drawn.getvalue(), Notes())
