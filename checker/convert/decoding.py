"""From bytes to characters: UTF-8, UTF-16 with a byte-order mark, what HTML declares, or GB18030. Never replaces a byte
that it cannot read."""

import codecs
import re
from typing import NamedTuple

from checker.errors import BadInput, Place, Problem

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"), (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
          (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"))  # fmt: skip
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
# What pages declare -> what it is read as. GB18030 holds GB2312 and GBK; any bytes at all can be read in the last ones,
# so that UTF-8 is tried before them.
_MANY_BYTES = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
}
_ONE_BYTE = {"iso-8859-1": "cp1252", "windows-1252": "cp1252"}


class Decoded(NamedTuple):
    """Characters with line breaks made `\\n`, and the name of the encoding they were read in."""

    text: str
    encoding: str


def decode(data: bytes, file: str) -> Decoded:
    """Raises BadInput where no encoding fits, or the file is no text."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data, codec, name, file), name, file)
    declared = _declared(data)
    codecs_to_try = [_MANY_BYTES.get(declared), "utf-8", _ONE_BYTE.get(declared), "gb18030"]
    for codec in filter(None, codecs_to_try):
        try:
            return _checked(data.decode(codec), codec.upper(), file)
        except UnicodeDecodeError as caught:
            error = caught
    place = Place(file, data.count(b"\n", 0, error.start) + 1)
    fault = f"byte {error.start + 1} (0x{data[error.start]:02X}) fits neither UTF-8 nor GB18030"
    raise BadInput([Problem(place, fault, "save the file in the encoding UTF-8")])


def _declared(data: bytes) -> str:
    """The encoding that the first lines of an HTML file name, in lower case."""
    found = _DECLARED.search(data[:4096]) if data.lstrip()[:1] == b"<" else None
    return found[1].decode("ascii").lower() if found else ""


def _strictly(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        fault = f"byte {error.start + 1} cannot be read as {name}, which the file begins as"
        raise BadInput([Problem(Place(file), fault, "save the file in the encoding UTF-8")]) from None


def _checked(text: str, encoding: str, file: str) -> Decoded:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        place = Place(file, text.count("\n", 0, text.index("\0")) + 1)
        fault = "not a text file: it has a zero byte"
        raise BadInput([Problem(place, fault, "name a text, Markdown, HTML, DOCX or PDF file")])
    return Decoded(text, encoding)
