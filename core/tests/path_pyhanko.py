"""Judges each question of a file (one JSON object a line) with pyhanko-certvalidator; prints a line each."""

import asyncio
import base64
import datetime
import json
import sys

from asn1crypto import crl, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.policy_decl import PKIXValidationParams
from pyhanko_certvalidator.validate import async_validate_path


def certificate(text):
    return x509.Certificate.load(base64.b64decode(text))


async def judge(question):
    root = certificate(question["root"])
    between = [certificate(one) for one in question["between"]]
    leaf = certificate(question["leaf"])
    context = ValidationContext(
        trust_roots=[root],
        other_certs=[certificate(one) for one in question["others"]],
        moment=datetime.datetime.fromtimestamp(question["at"], datetime.timezone.utc),
        crls=[crl.CertificateList.load(base64.b64decode(one)) for one in question["crls"]],
        revocation_mode="require",
        weak_hash_algos=set(),
    )
    path = ValidationPath(CertTrustAnchor(root), between, leaf)
    parameters = PKIXValidationParams(
        user_initial_policy_set=frozenset(question["policies"] or ["any_policy"]),
        initial_policy_mapping_inhibit=question["no_mapping"],
        initial_explicit_policy=question["explicit"],
        initial_any_policy_inhibit=question["no_any"],
    )
    await async_validate_path(context, path, parameters)


for line in open(sys.argv[1]):
    try:
        asyncio.run(judge(json.loads(line)))
        print("accepted")
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        print("refused " + " ".join(text.split())[:300])
