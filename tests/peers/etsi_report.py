"""Reads ETSI TS 119 102-2 reports with the classes that pyHanko generated from the published schema.

usage: etsi_report.py FILE...

Prints one JSON object a file: the main indications and sub-indications, of each signature the digest of
what it covers with the digests and names of the file it stands in, the policies with their digests, what
else is said of each signature, how many validation objects there are, the digests of
those of no kind of the standard by their names, and of those with a result of their own what they are, their digest, the result, and whether
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
        known = {one.id: one.validation_object_representation for one in objects.validation_object} if objects else {}

        def names(document):
            for reference in document.signers_document_ref.voreference:
                named = known[str(reference)]
                yield named.uri or named.digest_alg_and_value.digest_value.value.hex()

        documents = [one.signers_document for one in report.signature_validation_report]
        policies = [
            one.validation_constraints_evaluation_report.signature_validation_policy
            for one in report.signature_validation_report
        ]
        print(json.dumps({
            "documents": [
                one and [
                    one.digest_alg_and_value.digest_method.algorithm,
                    one.digest_alg_and_value.digest_value.value.hex(),
                    *names(one),
                ]
                for one in documents
            ],
            "policies": [
                [
                    one.policy_name,
                    one.signature_policy_identifier.signature_policy_id.sig_policy_id.identifier.value,
                    one.signature_policy_identifier.signature_policy_id.sig_policy_hash.digest_value.value.hex(),
                ]
                for one in policies
            ],
            "facts": [
                [
                    [data.type_value, data.value]
                    for associated in one.associated_validation_report_data
                    for data in associated.additional_validation_report_data.report_data
                    if not data.type_value.startswith("urn:yinxin:reason:")
                ]
                for one in statuses
            ],
            "main": [one.main_indication.rsplit(":", 1)[1] for one in statuses],
            "sub": [[sub.rsplit(":", 1)[1] for sub in one.sub_indication] for one in statuses],
            "objects": len(ids),
            "other": {
                one.id: one.validation_object_representation.digest_alg_and_value.digest_value.value.hex()
                for one in (objects.validation_object if objects else [])
                if one.object_type == "urn:etsi:019102:validationObject:other"
            },
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
