"""Reads ETSI TS 119 102-2 reports with the classes that pyHanko generated from the published schema.

usage: etsi_report.py FILE...

Prints one JSON object a file: the main indications and sub-indications, how many validation objects
there are, and of those with a result of their own what they are, their digest, the result, and whether
they prove a time. An element or attribute that the schema does not have, or a value of another type, raises.
"""
import json
import sys
import warnings

from pyhanko.generated.etsi.ts_11910202 import ValidationReport
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

warnings.simplefilter("error")


def main():
    config = ParserConfig(
        fail_on_unknown_properties=True,
        fail_on_unknown_attributes=True,
        fail_on_converter_warnings=True,
    )
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            report = XmlParser(config=config).from_bytes(file.read(), ValidationReport)
        statuses = [one.signature_validation_status for one in report.signature_validation_report]
        objects = report.signature_validation_objects
        ids = {one.id for one in objects.validation_object} if objects else set()
        signers = [
            reference
            for one in report.signature_validation_report
            if one.signer_information
            for reference in one.signer_information.signer_certificate.voreference
        ]
        print(json.dumps({
            "main": [one.main_indication.rsplit(":", 1)[1] for one in statuses],
            "sub": [[sub.rsplit(":", 1)[1] for sub in one.sub_indication] for one in statuses],
            "objects": len(ids),
            "own": [
                [
                    one.object_type.rsplit(":", 1)[1],
                    one.validation_object_representation.digest_alg_and_value.digest_value.value.hex(),
                    one.validation_report.signature_validation_status.main_indication.rsplit(":", 1)[1],
                    one.poeprovisioning is not None,
                ]
                for one in (objects.validation_object if objects else [])
                if one.validation_report
            ],
            "dangling": [one for one in signers if str(one) not in ids],
        }))


main()
