"""Which format a file has: by its content first, then by its name."""

import re
from pathlib import PurePath

from checker.errors import BadInput, Place, Problem

_AS = "save it as DOCX, PDF or UTF-8 text"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc), or one with a password",
     "open it in Word and save it as DOCX, without a password"),
    (b"{\\rtf", "an RTF file", "open it in Word and save it as DOCX"),
    (b"\x89PNG", "a picture", "find the text itself, or type it"),
    (b"\xff\xd8\xff", "a picture", "find the text itself, or type it"),
    (b"GIF8", "a picture", "find the text itself, or type it"),
    (b"Rar!", "an archive", "unpack it, and name the document"),
    (b"7z\xbc\xaf", "an archive", "unpack it, and name the document"),
    (b"\x1f\x8b", "a compressed file", "unpack it, and name the document"),
)  # fmt: skip
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|section|article|main|p|h[1-6]|table|ol|ul|span)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_HEADING = re.compile(rb"^#{1,6} \S", re.MULTILINE)


def format_of(data: bytes, file: str) -> str:
    """text, markdown, html, docx or pdf. Raises BadInput for an empty file, and for formats that are not read."""
    if not data.strip():
        raise _bad(file, "the file is empty", "name a file with the text of the agreement")
    for begins, what, remedy in _OTHERS:
        if data.startswith(begins):
            raise _bad(file, f"this is {what}, which is not read", remedy)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if b"word/document" in data:
            return "docx"
        raise _bad(file, "this is an archive, or a document of another kind than DOCX", _AS)
    return _text_format(data.removeprefix(b"\xef\xbb\xbf"), PurePath(file).suffix.lower())


def _text_format(data: bytes, suffix: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: look at the characters
        data = data[:8192].decode("utf-16", "ignore").encode()
    if _HTML.match(data):
        return "html"
    if suffix in (".md", ".markdown") or len(_MARKDOWN_HEADING.findall(data)) > 1:
        return "markdown"
    return "html" if suffix in (".html", ".htm", ".xhtml") else "text"


def _bad(file: str, fault: str, remedy: str) -> BadInput:
    return BadInput([Problem(Place(file), fault, remedy)])
