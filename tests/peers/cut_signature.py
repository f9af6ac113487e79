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


def der_length(data):
    if data[1] < 0x80:
        return 2 + data[1]
    octets = data[1] & 0x7F
    return 2 + octets + int.from_bytes(data[2 : 2 + octets], "big")


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
        cms = contents[: der_length(contents)]
        covered = data[first : first + first_length] + data[second : second + second_length]
        (directory / f"{number}.der").write_bytes(cms)
        (directory / f"{number}.content").write_bytes(covered)
        print(number, len(cms), len(covered), len(data) - second - second_length, sep="\t")


main()
