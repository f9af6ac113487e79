"""Takes a register of seals apart without any code of the project.

seal_register_apart.py REGISTER: follows the chain of SHA-256 values line by line, verifies every
signature (ECDSA P-256) under the certificate of the first line, and prints the last state of each seal
as JSON. Ends with 1 where a line does not follow or its signature does not fit.
"""

import base64
import hashlib
import json
import sys

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

CONTEXT = b"yinxin seal register v1\n"


def main(path):
    with open(path, "rb") as opened:
        lines = opened.read().removesuffix(b"\n").split(b"\n")
    key, before, states, head = None, None, {}, None
    for number, line in enumerate(lines):
        text, value = line.split(b"\t")
        record = json.loads(text)
        if record["seq"] != number or record["prev"] != before or head:
            sys.exit(f"line {number + 1} does not follow")
        (kind, said), = record["says"].items()
        if key is None:
            der = base64.b64decode(said["certificate"])
            key = x509.load_der_x509_certificate(der).public_key()
        try:
            key.verify(base64.b64decode(value), CONTEXT + text, ec.ECDSA(SHA256()))
        except InvalidSignature:
            sys.exit(f"the signature of line {number + 1} does not fit")
        before = hashlib.sha256(line).hexdigest()
        if kind == "change":
            change = said["change"]
            states[said["seal"]] = change if isinstance(change, str) else next(iter(change))
        if kind == "head":
            head = said
    print(json.dumps({"states": states, "head": head}))


main(*sys.argv[1:])
