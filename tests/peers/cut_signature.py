"""Cuts each signature out of a PDF file, knowing nothing of PDF but ByteRange and hexadecimal.

usage: cut_signature.py FILE DIRECTORY

Writes N.der (the CMS object, padding removed) and N.content (the octets that ByteRange names) for
N = 1, 2 and so on, in the order of the file, and prints one line a signature:
N, octets of the CMS object, octets covered, octets of the file after the second range.
"""
import re
import sys
from pathlib import Path

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def value_end(data, start):
    """Returns where the BER value at `start` ends; NSS writes indefinite lengths."""
    place = start + 1
    if data[start] & 0x1F == 0x1F:
        while data[place] & 0x80:
            place += 1
        place += 1
    length = data[place]
    place += 1
    if length == 0x80:
        while data[place : place + 2] != b"\0\0":
            place = value_end(data, place)
        return place + 2
    if length > 0x80:
        octets = length & 0x7F
        length = int.from_bytes(data[place : place + octets], "big")
        place += octets
    return place + length


def main():
    source, directory = Path(sys.argv[1]), Path(sys.argv[2])
    data = source.read_bytes()
    number = 0
    for found in BYTE_RANGE.finditer(data):
        first, first_length, second, second_length = map(int, found.groups())
        gap = data[first + first_length : second]
        if gap[:1] != b"<" or gap[-1:] != b">":
            raise SystemExit(f"the gap of the ByteRange at {found.start()} is no hexadecimal string")
        number += 1
        contents = bytes.fromhex(gap[1:-1].decode("ascii"))
        cms = contents[: value_end(contents, 0)]
        covered = data[first : first + first_length] + data[second : second + second_length]
        (directory / f"{number}.der").write_bytes(cms)
        (directory / f"{number}.content").write_bytes(covered)
        print(number, len(cms), len(covered), len(data) - second - second_length, sep="\t")


main()
