"""Takes a seal with a timestamp apart, for tools that know no seals to verify it.

usage: seal_timestamp_apart.py SEAL.esl DIRECTORY

Knows the layout of GM/T 0031-2025 as it is told of, and nothing of Yinxin. Writes `info`, `seal_value`, `maker.der`
and `token.der`, and prints, one a line: version of the seal, algorithm of the imprint, and the imprint.
"""
import sys
from pathlib import Path

from asn1crypto import cms, tsp
from seal_layout import Seal


def main(source, directory):
    seal = Seal.load(Path(source).read_bytes(), strict=True)
    token = seal["timestamp"].native
    folder = Path(directory)
    (folder / "info").write_bytes(seal["info"].dump())
    (folder / "seal_value").write_bytes(seal["value"].native)
    (folder / "maker.der").write_bytes(seal["cert"].native)
    (folder / "token.der").write_bytes(token)
    signed = cms.ContentInfo.load(token, strict=True)["content"]
    stamped = tsp.TSTInfo.load(bytes(signed["encap_content_info"]["content"]), strict=True)
    imprint = stamped["message_imprint"]
    print(seal["info"]["header"]["version"].native)
    print(imprint["hash_algorithm"]["algorithm"].dotted)
    print(imprint["hashed_message"].native.hex())


main(*sys.argv[1:])
