"""Takes a CMS signature apart with asn1crypto: what a tool that knows no CMS needs to verify it.

usage: signed_attributes.py CMS.der DIRECTORY

Writes `attributes` (the signed attributes as the SET OF that is signed) and `value` (the signature), and
prints digest algorithm, signature algorithm and the signed message digest, one a line.
"""
import sys
from pathlib import Path

from asn1crypto import cms


def main(source, directory):
    content = cms.ContentInfo.load(Path(source).read_bytes())
    (signer,) = content["content"]["signer_infos"]
    attributes = signer["signed_attrs"]
    # Tagged [0] in the message, and signed as what it is.
    Path(directory, "attributes").write_bytes(attributes.untag().dump())
    Path(directory, "value").write_bytes(signer["signature"].native)
    (digest,) = [a["values"][0].native for a in attributes if a["type"].dotted == "1.2.840.113549.1.9.4"]
    print(signer["digest_algorithm"]["algorithm"].dotted)
    print(signer["signature_algorithm"]["algorithm"].dotted)
    print(digest.hex())


main(*sys.argv[1:])
