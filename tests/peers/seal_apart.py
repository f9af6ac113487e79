"""Takes a seal signature of GB/T 38540 apart, for a tool that knows no seals to verify it.

usage: seal_apart.py SIGNATURE.der DIRECTORY

Knows the layout of the edition of 2020 and nothing of Yinxin. Writes `to_sign` and `value`, `info` and
`seal_value`, `signer.der` and `maker.der`, and prints, one a line: version of the seal, identifier, name, whether
the signer is in the list, the signed digest, what was sealed, and the algorithms of both signatures.
"""
import sys
from pathlib import Path

from asn1crypto import core


class Header(core.Sequence):
    _fields = [("id", core.IA5String), ("version", core.Integer), ("vid", core.IA5String)]


class Certificates(core.SequenceOf):
    _child_spec = core.OctetString


class Property(core.Sequence):
    _fields = [
        ("type", core.Integer),
        ("name", core.UTF8String),
        ("cert_list_type", core.Integer),
        ("cert_list", Certificates),
        ("created", core.GeneralizedTime),
        ("valid_start", core.GeneralizedTime),
        ("valid_end", core.GeneralizedTime),
    ]


class Picture(core.Sequence):
    _fields = [
        ("type", core.IA5String),
        ("data", core.OctetString),
        ("width", core.Integer),
        ("height", core.Integer),
    ]


class Info(core.Sequence):
    _fields = [("header", Header), ("es_id", core.IA5String), ("property", Property), ("picture", Picture)]


class Seal(core.Sequence):
    _fields = [
        ("info", Info),
        ("cert", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("value", core.OctetBitString),
    ]


class ToSign(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("seal", Seal),
        ("time", core.GeneralizedTime),
        ("data_hash", core.OctetBitString),
        ("property", core.IA5String),
    ]


class Signature(core.Sequence):
    _fields = [
        ("to_sign", ToSign),
        ("cert", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("value", core.OctetBitString),
    ]


def main(source, directory):
    signature = Signature.load(Path(source).read_bytes(), strict=False)
    to_sign = signature["to_sign"]
    seal = to_sign["seal"]
    info = seal["info"]
    folder = Path(directory)
    (folder / "to_sign").write_bytes(to_sign.dump())
    (folder / "value").write_bytes(signature["value"].native)
    (folder / "info").write_bytes(info.dump())
    (folder / "seal_value").write_bytes(seal["value"].native)
    (folder / "signer.der").write_bytes(signature["cert"].native)
    (folder / "maker.der").write_bytes(seal["cert"].native)
    listed = signature["cert"].native in info["property"]["cert_list"].native
    print(info["header"]["version"].native)
    print(info["es_id"].native)
    print(info["property"]["name"].native)
    print("listed" if listed else "not listed")
    print(to_sign["data_hash"].native.hex())
    print(to_sign["property"].native)
    print(signature["algorithm"].dotted, seal["algorithm"].dotted)


main(*sys.argv[1:])
