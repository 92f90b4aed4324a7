"""Files that tell more than they show, made by hand for the tests of cleaning."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from PIL import Image, PngImagePlugin

CANARY = "Cassowary"


def photograph(kind: str = "JPEG") -> bytes:
    """A photograph, red on its left half, with everything a telephone writes into it."""
    picture = Image.new("RGB", (60, 40), "blue")
    picture.paste("red", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = 6, f"{CANARY} make", f"{CANARY} model"
    exif[0x013B] = f"{CANARY} Smith"
    exif[0x0132] = "2026:11:17 09:12:00"
    exif.get_ifd(0x8769)[0x927C] = b"maker " + CANARY.encode()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 12.0, 19.0), 3: "E", 4: (0.0, 7.0, 5.0)})
    saved = io.BytesIO()
    extra = {"comment": CANARY.encode()} if kind == "JPEG" else {}
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", f"{CANARY} Smith")
        words.add_itxt("Comment", CANARY)
        words.add_text("Software", CANARY, zip=True)
        extra = {"pnginfo": words}
    xmp = f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()
    picture.save(saved, kind, exif=exif, xmp=xmp, **extra)
    return saved.getvalue()


def huge_picture() -> bytes:
    """A few bytes of PNG that say they are a picture of 20,000 by 20,000 points."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    points = zlib.compress(bytes(1_000_000))
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", points), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def paper(words: str = "What stands here stays") -> bytes:
    """A PDF with an author, XMP, an attachment, scripts, a note, a photograph, and a past."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        photo = pdf.make_stream(photograph())
        photo.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=60,
                Height=40,
                ColorSpace=pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
                Metadata=pdf.make_stream(CANARY.encode()),
            )
        )
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(I1=photo)
        )
        page.Contents = pdf.make_stream(
            f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET q 60 0 0 40 20 20 cm /I1 Do Q".encode()
        )
        page.PieceInfo = pikepdf.Dictionary(X=pikepdf.String(CANARY))
        page.AA = pikepdf.Dictionary(O=_script())
        note = {"Type": pikepdf.Name.Annot, "Rect": [0, 0, 9, 9], "M": "D:2026"}
        page.Annots = pikepdf.Array(
            [
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        **note, Subtype=pikepdf.Name.Text, T=f"{CANARY} Smith", Contents="Really?"
                    )
                ),
                pdf.make_indirect(
                    pikepdf.Dictionary(**note, Subtype=pikepdf.Name.Link, A=_script())
                ),
                pdf.make_indirect(
                    pikepdf.Dictionary(**note, Subtype=pikepdf.Name.FileAttachment, Contents=CANARY)
                ),
            ]
        )
        pdf.docinfo["/Author"] = f"{CANARY} Smith"
        pdf.docinfo["/Title"] = CANARY
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [f"{CANARY} Smith"]
        pdf.attachments["notes.txt"] = CANARY.encode()
        pdf.Root.OpenAction = _script()
        pdf.Root.Names.JavaScript = pikepdf.Dictionary(
            Names=pikepdf.Array([pikepdf.String("a"), _script()])
        )
        saved = io.BytesIO()
        pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    past = f"9 0 obj({CANARY} of yesterday)endobj\n%%EOF\n".encode()
    return saved.getvalue() + past


def _script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CANARY}')")


def locked_paper() -> bytes:
    """A PDF that opens with a password."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        saved = io.BytesIO()
        pdf.save(saved, encryption=pikepdf.Encryption(owner="o", user="u"))
    return saved.getvalue()


def zipped(parts: Mapping[str, str | bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts in an archive, with a remark."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        archive.comment = CANARY.encode()
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
T = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'


def word_parts() -> dict[str, str | bytes]:
    """The parts of a letter typed in a word processor, with a tracked change and a comment."""
    return {
        "[Content_Types].xml": f"<Types {T}><Default Extension='xml' ContentType='x'/>"
        "<Override PartName='/word/people.xml' ContentType='p'/>"
        "<Override PartName='/word/document.xml' ContentType='d'/></Types>",
        "_rels/.rels": f"<Relationships {R}><Relationship Id='r1' Type='t/officeDocument' "
        "Target='word/document.xml'/><Relationship Id='r2' Type='t/thumbnail' "
        "Target='docProps/thumbnail.jpeg'/></Relationships>",
        "word/_rels/settings.xml.rels": f"<Relationships {R}><Relationship Id='r1' "
        f"Type='t/attachedTemplate' Target='file:///C:/Users/{CANARY}/x.dotm' "
        "TargetMode='External'/></Relationships>",
        "word/document.xml": f"<w:document {W}><w:body><w:p w:rsidR='00AB'><w:r><w:t>What stands "
        f"here stays</w:t></w:r><w:ins w:id='1' w:author='{CANARY} Smith' w:date='2026-11-17'>"
        "<w:r><w:t> added</w:t></w:r></w:ins></w:p></w:body></w:document>",
        "word/comments.xml": f"<w:comments {W}><w:comment w:id='1' w:author='{CANARY} Smith' "
        "w:initials='CS' w:date='2026-11-17'><w:p/></w:comment></w:comments>",
        "word/people.xml": f"<w:people {W}><w:person w:author='{CANARY}'/></w:people>",
        "word/settings.xml": f"<w:settings {W}><w:rsids><w:rsid w:val='00AB'/></w:rsids>"
        "<w:attachedTemplate/></w:settings>",
        "docProps/core.xml": "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'>"
        f"<dc:creator>{CANARY} Smith</dc:creator><dc:title>{CANARY}</dc:title>"
        "</cp:coreProperties>",
        "docProps/app.xml": f"<Properties xmlns='a'><Company>{CANARY}</Company></Properties>",
        "docProps/custom.xml": f"<Properties xmlns='a'>{CANARY}</Properties>",
        "docProps/thumbnail.jpeg": photograph(),
        "customXml/item1.xml": f"<a>{CANARY}</a>",
        "word/media/image1.jpeg": photograph(),
        "word/media/image2.png": photograph("PNG"),
    }


def sheet_parts() -> dict[str, str | bytes]:
    """The parts of a table, with a hidden sheet and the folder that it lay in."""
    s = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    return {
        "[Content_Types].xml": f"<Types {T}/>",
        "xl/workbook.xml": f"<workbook {s} xmlns:x='x'><x:absPath url='C:\\Users\\{CANARY}\\'/>"
        f"<fileSharing userName='{CANARY}'/><sheets><sheet name='Names' state='hidden'/></sheets>"
        "</workbook>",
        "xl/worksheets/sheet1.xml": f"<worksheet {s}><v>What stands here stays</v></worksheet>",
        "xl/comments1.xml": f"<comments {s}><authors><author>{CANARY} Smith</author></authors>"
        "<commentList><comment/></commentList></comments>",
        "xl/tables/table1.xml": f"<table {s} name='Rents' displayName='Rents'/>",
        "xl/persons/person.xml": f"<personList {s}><person displayName='{CANARY}' "
        f"userId='{CANARY}@x' id='1'/></personList>",
        "xl/printerSettings/printerSettings1.bin": CANARY.encode(),
    }


def open_parts(kind: str = "text") -> dict[str, str | bytes]:
    """The parts of an open document, with an annotation, a tracked change and a printer."""
    o = "xmlns:office='o' xmlns:dc='d' xmlns:text='t' xmlns:config='c' xmlns:meta='m'"
    m = "xmlns:manifest='m'"
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {o}><office:body><text:tracked-changes>"
        f"<text:changed-region><office:change-info><dc:creator>{CANARY}</dc:creator>"
        "<dc:date>2026-11-17</dc:date></office:change-info></text:changed-region>"
        f"</text:tracked-changes><office:annotation><dc:creator>{CANARY} Smith</dc:creator>"
        f"<meta:creator-initials>CS</meta:creator-initials></office:annotation>"
        "<text:p>What stands here stays</text:p></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {o}><office:meta><meta:initial-creator>{CANARY} Smith"
        f"</meta:initial-creator><dc:title>{CANARY}</dc:title></office:meta>"
        "</office:document-meta>",
        "settings.xml": f"<office:document-settings {o}><config:config-item "
        f"config:name='PrinterName'>{CANARY}</config:config-item></office:document-settings>",
        "Thumbnails/thumbnail.png": photograph("PNG"),
        "META-INF/manifest.xml": f"<manifest:manifest {m}><manifest:file-entry "
        "manifest:full-path='Thumbnails/thumbnail.png'/><manifest:file-entry "
        "manifest:full-path='content.xml'/></manifest:manifest>",
    }
