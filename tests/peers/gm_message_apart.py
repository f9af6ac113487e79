"""Takes a message of GM/T 0010 without signed attributes apart, for a tool that knows no CMS to verify it.

usage: gm_message_apart.py MESSAGE.der DIRECTORY

Writes `content` (what is inside, and signed) and `value`, and prints the object identifiers: of the message, of
the content, of the digest and of the signature, one a line.
"""
import sys
from pathlib import Path

from asn1crypto import core, x509


class Algorithm(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Null, {"optional": True})]


class Algorithms(core.SetOf):
    _child_spec = Algorithm


class Content(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("content", core.OctetString, {"explicit": 0})]


class Certificates(core.SetOf):
    _child_spec = x509.Certificate


class IssuerAndSerial(core.Sequence):
    _fields = [("issuer", x509.Name), ("serial", core.Integer)]


class Signer(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("issuer_and_serial", IssuerAndSerial),
        ("digest", Algorithm),
        ("signature_algorithm", Algorithm),
        ("value", core.OctetString),
    ]


class Signers(core.SetOf):
    _child_spec = Signer


class SignedData(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("digests", Algorithms),
        ("content", Content),
        ("certificates", Certificates, {"implicit": 0}),
        ("signers", Signers),
    ]


class Message(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("data", SignedData, {"explicit": 0})]


def main(source, directory):
    message = Message.load(Path(source).read_bytes(), strict=False)
    data = message["data"]
    (signer,) = data["signers"]
    Path(directory, "content").write_bytes(data["content"]["content"].native)
    Path(directory, "value").write_bytes(signer["value"].native)
    print(message["type"].dotted)
    print(data["content"]["type"].dotted)
    print(signer["digest"]["algorithm"].dotted)
    print(signer["signature_algorithm"]["algorithm"].dotted)


main(*sys.argv[1:])
