"""Encrypts a private key with SM4 in all the ways that others write, by the cryptography library and hashlib.

usage: sm4_keys.py KEY.pem PASSWORD DIRECTORY

Writes NAME.key for each way and prints the names, one a line.
"""
import base64
import hashlib
import os
import sys
from pathlib import Path

from asn1crypto.core import Integer, Null, ObjectIdentifier, OctetString
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PBES2, PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
SMPBES, SMPBKDF = "1.2.156.10197.6.4.1.5.2", "1.2.156.10197.6.4.1.5.1"
SM4_CBC = "1.2.156.10197.1.104.2"
WAYS = {
    "gmt0006": (PBES2, PBKDF2, "sm3", "1.2.156.10197.1.401.2", 16),
    "openssl": (PBES2, PBKDF2, "sm3", "1.2.156.10197.1.401.3.1", None),
    "gmt0091": (SMPBES, SMPBKDF, "sm3", None, 16),
    "sha256": (PBES2, PBKDF2, "sha256", "1.2.840.113549.2.9", None),
    "sha1": (PBES2, PBKDF2, "sha1", None, None),
}


def sequence(*parts):
    content = b"".join(part if isinstance(part, bytes) else part.dump() for part in parts)
    length = len(content)
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    head = octets if length < 128 else bytes([0x80 | len(octets)]) + octets
    return b"\x30" + head + content


def main(source, password, directory):
    pem = Path(source).read_bytes()
    body = b"".join(line for line in pem.splitlines() if not line.startswith(b"-----"))
    plain = base64.b64decode(body)
    for name, (scheme, kdf, digest, prf, length) in WAYS.items():
        salt, iv = os.urandom(16), os.urandom(16)
        key = hashlib.pbkdf2_hmac(digest, password.encode(), salt, 2048, 16)
        pad = 16 - len(plain) % 16
        cipher = Cipher(algorithms.SM4(key), modes.CBC(iv)).encryptor()
        encrypted = cipher.update(plain + bytes([pad]) * pad) + cipher.finalize()
        derived = [OctetString(salt), Integer(2048)]
        derived += [Integer(length)] if length else []
        derived += [sequence(ObjectIdentifier(prf), Null())] if prf else []
        parameters = sequence(
            sequence(ObjectIdentifier(kdf), sequence(*derived)),
            sequence(ObjectIdentifier(SM4_CBC), OctetString(iv)),
        )
        der = sequence(sequence(ObjectIdentifier(scheme), parameters), OctetString(encrypted))
        text = base64.b64encode(der).decode()
        text = "".join(text[at : at + 64] + "\n" for at in range(0, len(text), 64))
        label = "ENCRYPTED PRIVATE KEY"
        Path(directory, f"{name}.key").write_text(f"-----BEGIN {label}-----\n{text}-----END {label}-----\n")
        print(name)


main(*sys.argv[1:])
