"""Writes the picture of a PPM file (P6) as BMP and GIF, and a ring of 40 by 40 mm with a border of 1 mm as OFD, with
nothing but the standard library.

usage: seal_pictures.py PPM FOLDER
"""

import struct
import sys
import zipfile
from pathlib import Path


def ppm(path):
    octets = path.read_bytes()
    magic, width, height, rest = octets.split(maxsplit=3)[0], *octets.split(maxsplit=3)[1:]
    assert magic == b"P6"
    width, height = int(width), int(height)
    pixels = octets[len(octets) - 3 * width * height :]
    return width, height, [pixels[at : at + 3] for at in range(0, len(pixels), 3)]


def bmp(width, height, pixels):
    rows = b""
    for row in reversed(range(height)):
        line = b"".join(pixel[::-1] for pixel in pixels[row * width : (row + 1) * width])
        rows += line + bytes(-len(line) % 4)
    head = struct.pack("<2sIIIIiiHHIIiiII", b"BM", 54 + len(rows), 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return head + rows


def gif(width, height, pixels):
    """128 colours from white to red, codes of 8 bits, the table cleared before it grows."""
    palette = b"".join(bytes((255 - shade // 4, 255 - 2 * shade, 255 - 2 * shade)) for shade in range(128))
    bits, count, codes = 0, 0, []
    for index, pixel in enumerate(pixels):
        if index % 100 == 0:
            codes.append(128)
        codes.append((255 - pixel[1]) // 2)
    codes.append(129)
    data = bytearray()
    for code in codes:
        bits |= code << count
        count += 8
        while count >= 8:
            data.append(bits & 255)
            bits, count = bits >> 8, count - 8
    blocks = b"".join(bytes([len(data[at : at + 255])]) + data[at : at + 255] for at in range(0, len(data), 255))
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0b10000110, 0, 0) + palette
    return screen + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x07" + blocks + b"\x00;"


def ofd(path):
    ring = "S 0 20 A 20 20 0 1 1 40 20 A 20 20 0 1 1 0 20 C S 1 20 A 19 19 0 1 1 39 20 A 19 19 0 1 1 1 20 C"
    head = '<?xml version="1.0" encoding="UTF-8"?><ofd:{0} xmlns:ofd="http://www.ofdspec.org/2016">{1}</ofd:{0}>'
    page = (
        "<ofd:Area><ofd:PhysicalBox>0 0 40 40</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>"
        '<ofd:PathObject Boundary="0 0 40 40" Fill="true" Stroke="false" Rule="Even-Odd">'
        '<ofd:FillColor Value="217 0 27"/><ofd:AbbreviatedData>' + ring + "</ofd:AbbreviatedData></ofd:PathObject>"
        "</ofd:Layer></ofd:Content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", head.format("OFD", "<ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody>"))
        document = "<ofd:CommonData/><ofd:Pages><ofd:Page ID='1' BaseLoc='P.xml'/></ofd:Pages>"
        package.writestr("D/D.xml", head.format("Document", document))
        package.writestr("D/P.xml", head.format("Page", page))


def main():
    width, height, pixels = ppm(Path(sys.argv[1]))
    folder = Path(sys.argv[2])
    (folder / "picture.bmp").write_bytes(bmp(width, height, pixels))
    (folder / "picture.gif").write_bytes(gif(width, height, pixels))
    ofd(folder / "picture.ofd")


main()
