"""Cuts the signature timestamp out of a CMS object with asn1crypto.

usage: cut_timestamp.py SIGNATURE.der TOKEN.der VALUE

Writes the token (a ContentInfo) and the signature value that it is about (RFC 3161, appendix A);
writes nothing where there is no signature timestamp.
"""
import sys
from pathlib import Path

from asn1crypto import cms


def main():
    source, token, value = map(Path, sys.argv[1:])
    (signer,) = cms.ContentInfo.load(source.read_bytes())["content"]["signer_infos"]
    found = [
        attribute["values"][0]
        for attribute in signer["unsigned_attrs"] or []
        if attribute["type"].native == "signature_time_stamp_token"
    ]
    if not found:
        return
    (found,) = found
    token.write_bytes(found.dump())
    value.write_bytes(signer["signature"].native)


main()
