"""Takes the seal out of what the last signature of a PDF file covers, for a tool that knows no seals to verify it.

usage: embedded_seal_apart.py FILE DIRECTORY

Knows ByteRange, the key /YX_Seal and the layout of a seal, and nothing of Yinxin; the file is not encrypted. Writes
`seal.der` (the octets of the stream), `info`, `seal_value` and `maker.der`, and prints, one a line: version of the
seal, identifier, name, whether the certificate of the message's signer is in the list, and the algorithm of the seal.
"""
import re
import sys
import zlib
from pathlib import Path

from asn1crypto import cms
from seal_layout import Seal

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def signer_of(contents):
    """Returns the certificate that the message names as its signer."""
    signed = cms.ContentInfo.load(contents, strict=False)["content"]
    (signer,) = signed["signer_infos"]
    named = signer["sid"].chosen
    for one in signed["certificates"]:
        certificate = one.chosen
        if certificate.issuer == named["issuer"] and certificate.serial_number == named["serial_number"].native:
            return certificate.dump()
    raise SystemExit("the message does not carry its signer's certificate")


def main(source, directory):
    data = Path(source).read_bytes()
    found = list(BYTE_RANGE.finditer(data))[-1]
    first, first_length, second, second_length = map(int, found.groups())
    if first != 0 or second + second_length != len(data):
        raise SystemExit("the signature does not cover the file to its end")
    contents = bytes.fromhex(data[first_length + 1 : second - 1].decode("ascii"))
    # Only what is signed is looked at from here on, each range by itself.
    ranges = [data[:first_length], data[second:]]
    dictionary = ranges[1][: ranges[1].index(b"endobj")]
    number = re.search(rb"/YX_Seal (\d+) 0 R", dictionary).group(1)
    head = re.compile(rb"[\r\n]" + number + rb" 0 obj\s*<<(.*?)>>\s*stream\r?\n", re.DOTALL)
    ((part, stream),) = [(part, one) for part in ranges for one in head.finditer(part)]
    length = int(re.search(rb"/Length (\d+)", stream.group(1)).group(1))
    octets = part[stream.end() : stream.end() + length]
    if not part[stream.end() + length :].lstrip().startswith(b"endstream"):
        raise SystemExit("the length of the stream is wrong")
    if b"/FlateDecode" in stream.group(1):
        octets = zlib.decompress(octets)
    seal = Seal.load(octets, strict=True)
    info = seal["info"]
    folder = Path(directory)
    (folder / "seal.der").write_bytes(octets)
    (folder / "info").write_bytes(info.dump())
    (folder / "seal_value").write_bytes(seal["value"].native)
    (folder / "maker.der").write_bytes(seal["cert"].native)
    listed = signer_of(contents) in info["property"]["cert_list"].native
    print(info["header"]["version"].native)
    print(info["es_id"].native)
    print(info["property"]["name"].native)
    print("listed" if listed else "not listed")
    print(seal["algorithm"].dotted)


main(*sys.argv[1:])
