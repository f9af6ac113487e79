"""SM2 and SM3 by GmSSL (gmssl_pyx), for what stands in files beside it.

usage: gmssl_sm2.py digest FILE                          prints SM3 of the file
       gmssl_sm2.py verify PUBLIC.pem ID MESSAGE VALUE   prints right or wrong
       gmssl_sm2.py sign KEY.pem ID MESSAGE LENGTH VALUE writes a value of that many octets
       gmssl_sm2.py envelope PUBLIC.pem ENVELOPE         writes an SM2EnvelopedKey, prints the key in it
"""
import os
import sys
from pathlib import Path

import gmssl_pyx
from asn1crypto import core, keys, pem


def der(path):
    return pem.unarmor(Path(path).read_bytes())[2]


def public_key(path):
    """The coordinates, 64 octets."""
    return keys.PublicKeyInfo.load(der(path))["public_key"].native[1:]


def private_key(path):
    """The number, 32 octets, and the coordinates of its point."""
    key = keys.PrivateKeyInfo.load(der(path))["private_key"].parsed
    return key["private_key"].native.to_bytes(32, "big"), key["public_key"].native[1:]


def digest(path):
    print(gmssl_pyx.sm3_hash(Path(path).read_bytes()).hex())


def verify(public, identifier, message, value):
    octets = Path(message).read_bytes(), Path(value).read_bytes()
    right = gmssl_pyx.sm2_verify(public_key(public), *octets, signer_id=identifier.encode())
    print("right" if right else "wrong")


def sign(key, identifier, message, length, value):
    private, public = private_key(key)
    made = b""
    while len(made) != int(length):
        made = gmssl_pyx.sm2_sign(private, public, Path(message).read_bytes(), signer_id=identifier.encode())
    Path(value).write_bytes(made)


def sm4_ecb(key, octets):
    """GmSSL has no ECB here: the first block of CBC from zeros is the same."""
    blocks = (octets[at : at + 16] for at in range(0, len(octets), 16))
    return b"".join(gmssl_pyx.sm4_cbc_padding_encrypt(key, bytes(16), block)[:16] for block in blocks)


class Algorithm(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Null)]


class EnvelopedKey(core.Sequence):
    _fields = [
        ("algorithm", Algorithm),
        ("encrypted_key", core.Any),
        ("public_key", core.OctetBitString),
        ("encrypted_private_key", core.OctetBitString),
    ]


def envelope(public, target):
    inner_public, inner = gmssl_pyx.sm2_key_generate()
    key = os.urandom(16)
    cipher = gmssl_pyx.sm2_encrypt(public_key(public), key)
    made = EnvelopedKey(
        {
            "algorithm": {"algorithm": "1.2.156.10197.1.104.1", "parameters": core.Null()},
            "encrypted_key": core.Any.load(cipher),
            "public_key": b"\x04" + inner_public,
            "encrypted_private_key": sm4_ecb(key, inner),
        }
    )
    Path(target).write_bytes(made.dump())
    print(inner.hex())


globals()[sys.argv[1]](*sys.argv[2:])
