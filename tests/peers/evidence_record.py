"""Takes an evidence record (RFC 4998) apart without any code of the project.

evidence_record.py RECORD FILE TOKEN: recomputes the reduced hash tree for FILE, and for each renewal
that of the timestamp before; writes the newest timestamp token to TOKEN, and prints the digest that it
has to be about. Ends with 1 where FILE is not in the record.
"""

import hashlib
import sys

SHA256 = bytes.fromhex("0609608648016503040201")


def element(data, at):
    """Returns tag, content and what follows, of the DER element at an offset."""
    tag, length, at = data[at], data[at + 1], at + 2
    if length >= 0x80:
        count = length & 0x7F
        length, at = int.from_bytes(data[at : at + count], "big"), at + count
    assert at + length <= len(data)
    return tag, data[at : at + length], at + length


def elements(content):
    found, at = [], 0
    while at < len(content):
        start = at
        tag, inner, at = element(content, at)
        found.append((tag, inner, content[start:at]))
    return found


def main(record_path, file_path, token_path):
    with open(record_path, "rb") as opened:
        record = opened.read()
    tag, content, end = element(record, 0)
    assert tag == 0x30 and end == len(record)
    version, algorithms, chains = elements(content)
    assert version[1] == b"\x01"
    assert SHA256 in algorithms[1]
    (chain,) = elements(chains[1])
    with open(file_path, "rb") as opened:
        value = hashlib.sha256(opened.read()).digest()
    for stamp in elements(chain[1]):
        tree, token = [], None
        for tag, inner, whole in elements(stamp[1]):
            if tag == 0xA2:
                parts = elements(inner)
                tree = [[digest for _, digest, _ in elements(part)] for _, part, _ in parts]
            elif tag == 0x30:
                token = whole
        for level, digests in enumerate(tree):
            if level == 0 and value not in digests:
                sys.exit("the file is not in the record")
            members = digests if level == 0 else digests + [value]
            value = hashlib.sha256(b"".join(sorted(members))).digest()
        about, value = value, hashlib.sha256(token).digest()
    with open(token_path, "wb") as opened:
        opened.write(token)
    print(about.hex())


main(*sys.argv[1:])
