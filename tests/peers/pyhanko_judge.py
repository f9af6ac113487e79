"""Judges the signatures of PDF files with pyHanko; prints one JSON object a file, one a line.

usage: pyhanko_judge.py [--trust ROOT.pem]... [--crl CRL.pem]... FILE...

Each signature is judged in isolation. `error` on a file means that pyHanko raised on the whole file.
"""
import argparse
import io
import json
import logging

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from revocation_list import crl_from

logging.disable(logging.CRITICAL)


def judge(signature, context):
    entry = {"field": signature.field_name, "error": None}
    try:
        status = validate_pdf_signature(signature, signer_validation_context=context)
    except Exception as error:  # a verdict a signature, whatever pyHanko raises
        entry["error"] = f"{type(error).__name__}: {error}"
        return entry
    entry.update(
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
        coverage=status.coverage.name if status.coverage else None,
        modification=status.modification_level.name if status.modification_level else None,
        docmdp_ok=status.docmdp_ok,
        mechanism=status.pkcs7_signature_mechanism,
        digest=status.md_algorithm,
        bottom_line=status.bottom_line,
    )
    return entry


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trust", action="append", default=[])
    parser.add_argument("--crl", action="append", default=[])
    parser.add_argument("file", nargs="+")
    asked = parser.parse_args()
    roots = [load_cert_from_pemder(path) for path in asked.trust]
    crls = [crl_from(path) for path in asked.crl]
    for path in asked.file:
        answer = {"file": path, "error": None, "signatures": []}
        try:
            with open(path, "rb") as file:
                reader = PdfFileReader(io.BytesIO(file.read()), strict=False)
            if reader.encrypted:
                reader.decrypt("")
            for signature in reader.embedded_signatures:
                context = ValidationContext(
                    trust_roots=roots,
                    crls=crls,
                    allow_fetching=False,
                    revocation_mode="require" if crls else "soft-fail",
                )
                answer["signatures"].append(judge(signature, context))
        except Exception as error:
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


main()
