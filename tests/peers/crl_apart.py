"""Takes a revocation list apart with asn1crypto, for a tool that verifies SM2 but no lists.

usage: crl_apart.py LIST.pem DIRECTORY

Writes `tbs` (what is signed) and `value` (the signature), and prints signature algorithm and number, then a line
an entry: serial number in hexadecimal and reason.
"""
import sys
from pathlib import Path

from revocation_list import crl_from


def main(source, directory):
    found = crl_from(source)
    tbs = found["tbs_cert_list"]
    Path(directory, "tbs").write_bytes(tbs.dump())
    Path(directory, "value").write_bytes(found["signature"].native)
    assert tbs["signature"].dump() == found["signature_algorithm"].dump()
    print(found["signature_algorithm"]["algorithm"].dotted, found.crl_number_value.native)
    for entry in tbs["revoked_certificates"]:
        reason = entry.crl_reason_value.native if entry.crl_reason_value else "none"
        print(f"{entry['user_certificate'].native:X}", reason)


main(*sys.argv[1:])
