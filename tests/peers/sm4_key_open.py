"""Opens a key that is encrypted with SM4 (PBES2, PBKDF2 with HMAC-SM3), by the cryptography library and hashlib.

usage: sm4_key_open.py KEY.pem PASSWORD OUT.pem
"""
import base64
import hashlib
import sys
from pathlib import Path

from asn1crypto import core
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def walk(der):
    """Returns the elements of a SEQUENCE: lists for those in it, and values of what is none."""
    found, rest = [], core.Sequence.load(der).contents
    while rest:
        item = core.load(rest)
        whole = item.dump()
        found.append(walk(whole) if whole[0] == 0x30 else item)
        rest = rest[len(whole) :]
    return found


def main(source, password, target):
    body = b"".join(line for line in Path(source).read_bytes().splitlines() if not line.startswith(b"-----"))
    (scheme, ((kdf, (salt, rounds, length, (prf, _))), (cipher, iv))), encrypted = walk(base64.b64decode(body))
    assert scheme.native == "1.2.840.113549.1.5.13" and kdf.native == "1.2.840.113549.1.5.12"
    assert prf.native == "1.2.156.10197.1.401.2" and cipher.native == "1.2.156.10197.1.104.2"
    assert length.native == 16 and rounds.native >= 100000
    key = hashlib.pbkdf2_hmac("sm3", password.encode(), salt.native, rounds.native, 16)
    opener = Cipher(algorithms.SM4(key), modes.CBC(iv.native)).decryptor()
    plain = opener.update(encrypted.native) + opener.finalize()
    plain = plain[: -plain[-1]]
    text = base64.encodebytes(plain).decode()
    Path(target).write_text(f"-----BEGIN PRIVATE KEY-----\n{text}-----END PRIVATE KEY-----\n")


main(*sys.argv[1:])
