"""Takes a seal signature of GB/T 38540 apart, for a tool that knows no seals to verify it.

usage: seal_apart.py SIGNATURE.der DIRECTORY

Knows the layout of the edition of 2020 and nothing of Yinxin. Writes `to_sign` and `value`, `info` and
`seal_value`, `signer.der` and `maker.der`, and prints, one a line: version of the seal, identifier, name, whether
the signer is in the list, the signed digest, what was sealed, and the algorithms of both signatures.
"""
import sys
from pathlib import Path

from asn1crypto import core
from seal_layout import Seal


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
