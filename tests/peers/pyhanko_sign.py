"""Signs a PDF file with pyHanko.

usage: pyhanko_sign.py --key KEY.pem --cert CERT.pem --chain ROOT.pem [--field NAME] [--pss SALT]
                       [--adbe] [--certify none|fill|annotate] [--visible] IN OUT

`--pss SALT` takes the salt length in octets, or `max` for what pyHanko prefers by itself.
"""
import argparse
import logging

from asn1crypto import algos
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

logging.disable(logging.CRITICAL)

PERMISSIONS = {
    "none": fields.MDPPerm.NO_CHANGES,
    "fill": fields.MDPPerm.FILL_FORMS,
    "annotate": fields.MDPPerm.ANNOTATE,
}


def pss(salt):
    return algos.SignedDigestAlgorithm(
        {
            "algorithm": "rsassa_pss",
            "parameters": algos.RSASSAPSSParams(
                {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "mask_gen_algorithm": {
                        "algorithm": "mgf1",
                        "parameters": {"algorithm": "sha256"},
                    },
                    "salt_length": salt,
                }
            ),
        }
    )


def main():
    parser = argparse.ArgumentParser()
    for name in ("key", "cert", "chain"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--field", default="Sig1")
    parser.add_argument("--pss")
    parser.add_argument("--adbe", action="store_true")
    parser.add_argument("--certify", choices=PERMISSIONS)
    parser.add_argument("--visible", action="store_true")
    parser.add_argument("input")
    parser.add_argument("output")
    asked = parser.parse_args()

    choice = {}
    if asked.pss == "max":
        choice["prefer_pss"] = True
    elif asked.pss:
        choice["signature_mechanism"] = pss(int(asked.pss))
    signer = signers.SimpleSigner.load(
        asked.key, asked.cert, ca_chain_files=(asked.chain,), **choice
    )
    if signer is None:
        raise SystemExit("pyHanko could not read the key or the certificate")
    # RFC 8419: Ed25519 goes with SHA-512, Ed448 with SHAKE256.
    digest = {"ed25519": "sha512", "ed448": "shake256"}.get(
        signer.signing_cert.public_key.algorithm, "sha256"
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=asked.field,
        md_algorithm=digest,
        subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
        if asked.adbe
        else fields.SigSeedSubFilter.PADES,
        certify=asked.certify is not None,
        docmdp_permissions=PERMISSIONS.get(asked.certify, fields.MDPPerm.FILL_FORMS),
    )
    box = (100, 100, 300, 180) if asked.visible else None
    new_field = fields.SigFieldSpec(asked.field, box=box, on_page=0)
    with open(asked.input, "rb") as source:
        writer = IncrementalPdfFileWriter(source, strict=False)
        has_field = any(
            name == asked.field
            for name, _, _ in fields.enumerate_sig_fields(writer)
        )
        with open(asked.output, "wb") as output:
            signers.PdfSigner(
                metadata, signer=signer, new_field_spec=None if has_field else new_field
            ).sign_pdf(writer, output=output)


main()
