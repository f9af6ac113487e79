"""Judges levels above B-B with pyHanko, signs and renews with it.

usage: pyhanko_levels.py judge --trust ROOT.pem [--crl CRL.pem]... (b-t|b-lt|b-lta) FILE...
       pyhanko_levels.py sign --key KEY.pem --cert CERT.pem --trust ROOT.pem [--tsa URL] IN OUT
       pyhanko_levels.py renew --trust ROOT.pem --tsa URL IN OUT

`judge` prints one JSON object a file: the AdES sub-indication of each signature, with what stands in
the file and the lists given, and nothing fetched. `b-t` is validation with time (EN 319 102-1, 5.5),
`b-lt` the same with what the document's own security store holds, `b-lta` validation with long-term
data (5.6), for which everything has to be proved to be old by the document's own timestamps.
"""
import argparse
import asyncio
import json
import logging

from asn1crypto import crl as asn1_crl, ocsp as asn1_ocsp
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore, ades
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer
from revocation_list import crl_from

logging.disable(logging.CRITICAL)


def stored(reader):
    store = DocumentSecurityStore.read_dss(reader)
    streams = lambda references: [ref.get_object().data for ref in references]
    return LocalKnowledge(
        known_certs=list(store.load_certs()),
        known_crls=[
            CRLContainer(asn1_crl.CertificateList.load(data)) for data in streams(store.crls)
        ],
        known_ocsps=[
            container
            for data in streams(store.ocsps)
            for container in OCSPContainer.load_multi(asn1_ocsp.OCSPResponse.load(data))
        ],
    )


def spec(asked, reader):
    roots = [load_cert_from_pemder(path) for path in asked.trust]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(roots),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require")),
    )
    return SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
        local_knowledge=stored(reader)
        if asked.kind == "b-lt"
        else LocalKnowledge(known_crls=[CRLContainer(crl_from(path)) for path in asked.crl]),
    )


async def judge(asked):
    for path in asked.files:
        answer = {"file": path, "error": None, "signatures": []}
        try:
            with open(path, "rb") as file:
                reader = PdfFileReader(file)
                for signature in reader.embedded_regular_signatures:
                    if asked.kind in ("b-t", "b-lt"):
                        result = await ades.ades_with_time_validation(
                            signature.signed_data,
                            spec(asked, reader),
                            raw_digest=signature.compute_digest(),
                        )
                    else:
                        result = await ades.ades_lta_validation(
                            signature,
                            PdfSignatureValidationSpec(spec(asked, reader)),
                        )
                    time = getattr(result, "best_signature_time", None)
                    answer["signatures"].append(
                        {
                            "field": signature.field_name,
                            "result": str(result.ades_subindic),
                            "message": result.failure_msg,
                            "time": time.isoformat() if time else None,
                        }
                    )
                answer["document_timestamps"] = len(reader.embedded_timestamp_signatures)
        except Exception as error:
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


def sign(asked):
    signer = signers.SimpleSigner.load(asked.key, asked.cert)
    metadata = signers.PdfSignatureMetadata(
        field_name="Sig1", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    stamper = HTTPTimeStamper(asked.tsa) if asked.tsa else None
    with open(asked.input, "rb") as source, open(asked.output, "wb") as output:
        signers.PdfSigner(metadata, signer=signer, timestamper=stamper).sign_pdf(
            IncrementalPdfFileWriter(source), output=output
        )


def renew(asked):
    roots = [load_cert_from_pemder(path) for path in asked.trust]
    context = ValidationContext(trust_roots=roots, allow_fetching=True, revocation_mode="require")
    with open(asked.input, "rb") as source, open(asked.output, "w+b") as output:
        signers.PdfTimeStamper(HTTPTimeStamper(asked.tsa)).update_archival_timestamp_chain(
            PdfFileReader(source), context, in_place=False, output=output
        )


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    judging = commands.add_parser("judge")
    judging.add_argument("kind", choices=("b-t", "b-lt", "b-lta"))
    judging.add_argument("files", nargs="+")
    judging.add_argument("--crl", action="append", default=[])
    signing = commands.add_parser("sign")
    signing.add_argument("--key", required=True)
    signing.add_argument("--cert", required=True)
    renewing = commands.add_parser("renew")
    for command in (judging, signing, renewing):
        command.add_argument("--trust", action="append", default=[])
    for command in (signing, renewing):
        command.add_argument("--tsa")
        command.add_argument("input")
        command.add_argument("output")
    asked = parser.parse_args()
    if asked.command == "judge":
        asyncio.run(judge(asked))
    elif asked.command == "sign":
        sign(asked)
    else:
        renew(asked)


main()
