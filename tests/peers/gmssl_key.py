"""Private keys under a password (PBES2, PBKDF2 with HMAC-SM3, SM4-CBC), by GmSSL (gmssl_pyx).

usage: gmssl_key.py unlock KEY.pem PASSWORD OUT.pem   writes the key plain
       gmssl_key.py lock KEY.pem PASSWORD OUT.pem     writes the plain key under the password
"""
import os
import sys
from pathlib import Path

import gmssl_pyx
from asn1crypto import core, pem

PBES2, PBKDF2 = "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
HMAC_SM3, SM4_CBC = "1.2.156.10197.1.401.2", "1.2.156.10197.1.104.2"


def record(*fields):
    """A SEQUENCE of these fields."""
    return type("Record", (core.Sequence,), {"_fields": list(fields)})


Prf = record(("algorithm", core.ObjectIdentifier), ("parameters", core.Null))
Work = record(("salt", core.OctetString), ("rounds", core.Integer), ("length", core.Integer), ("prf", Prf))
Derivation = record(("algorithm", core.ObjectIdentifier), ("parameters", Work))
Cipher = record(("algorithm", core.ObjectIdentifier), ("iv", core.OctetString))
Scheme = record(("derivation", Derivation), ("cipher", Cipher))
Encryption = record(("algorithm", core.ObjectIdentifier), ("parameters", Scheme))
LockedKey = record(("encryption", Encryption), ("octets", core.OctetString))


def derive(password, salt, rounds):
    """The first 16 octets of PBKDF2 (RFC 8018, 5.2)."""
    each = gmssl_pyx.sm3_hmac(password.encode(), salt + bytes([0, 0, 0, 1]))
    mixed = int.from_bytes(each, "big")
    for _ in range(rounds - 1):
        each = gmssl_pyx.sm3_hmac(password.encode(), each)
        mixed ^= int.from_bytes(each, "big")
    return mixed.to_bytes(32, "big")[:16]


def unlock(source, password, target):
    label, _, der = pem.unarmor(Path(source).read_bytes())
    locked = LockedKey.load(der, strict=True)
    scheme = locked["encryption"]["parameters"]
    work = scheme["derivation"]["parameters"]
    used = [locked["encryption"], scheme["derivation"], work["prf"], scheme["cipher"]]
    assert [part["algorithm"].native for part in used] == [PBES2, PBKDF2, HMAC_SM3, SM4_CBC]
    assert label == "ENCRYPTED PRIVATE KEY" and work["length"].native == 16
    key = derive(password, work["salt"].native, work["rounds"].native)
    plain = gmssl_pyx.sm4_cbc_padding_decrypt(key, scheme["cipher"]["iv"].native, locked["octets"].native)
    Path(target).write_bytes(pem.armor("PRIVATE KEY", plain))


def lock(source, password, target):
    plain = pem.unarmor(Path(source).read_bytes())[2]
    salt, iv, rounds = os.urandom(16), os.urandom(16), 5000
    prf = {"algorithm": HMAC_SM3, "parameters": core.Null()}
    work = {"salt": salt, "rounds": rounds, "length": 16, "prf": prf}
    scheme = {
        "derivation": {"algorithm": PBKDF2, "parameters": work},
        "cipher": {"algorithm": SM4_CBC, "iv": iv},
    }
    octets = gmssl_pyx.sm4_cbc_padding_encrypt(derive(password, salt, rounds), iv, plain)
    locked = LockedKey({"encryption": {"algorithm": PBES2, "parameters": scheme}, "octets": octets})
    Path(target).write_bytes(pem.armor("ENCRYPTED PRIVATE KEY", locked.dump()))


globals()[sys.argv[1]](*sys.argv[2:])
