"""Makes what an archive holds: a signature of 2010 with SHA-1 and an RSA key of 1024 bits.

usage: old_signature.py BASE.pdf FOLDER

Every time is given, so that the signature is as old as its timestamps say. FOLDER gets `root.pem`
(SHA-256, RSA of 2048 bits, the anchor for signers and clocks), `now.crl` of today, and
  in-time.pdf    the signature with a timestamp of June 2010, certificates and list of then, and a
                 document timestamp of July 2010
  weak-clock.pdf the same, and the first timestamp is signed with SHA-1
  late.pdf       the signature with SHA-256, and the document timestamp of February 2011
  b-t.pdf        the signature with SHA-256 and its timestamp alone
  sound.pdf      a signature with nothing weak about it
  weak-good.crl, weak-revoked.crl   lists of today with SHA-1 that say either of the signer of sound.pdf
The first timestamp has the digest of the signature, the second SHA-256; the clock's key has 2048 bits.
"""
import asyncio
import datetime
import pathlib
import sys

from asn1crypto import crl as asn1_crl, keys as asn1_keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore


def day(year, month=1, date=1):
    return datetime.datetime(year, month, date, tzinfo=datetime.timezone.utc)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


ROOT_KEY = rsa.generate_private_key(65537, 2048)
ROOT = name("Archive Root")


def certificate(subject, key, digest, since, until, purpose=None, authority=False):
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(ROOT)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(authority, None), True)
        .add_extension(
            x509.KeyUsage(
                not authority, not authority, False, False, False, authority, authority, False, False
            ),
            True,
        )
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), True)
    return builder.sign(ROOT_KEY, digest)


def with_sha1(made):
    """The same certificate or list, signed with SHA-1, which cryptography refuses to do by itself."""
    kind, tbs, value = (
        (asn1_x509.Certificate, "tbs_certificate", "signature_value")
        if isinstance(made, x509.Certificate)
        else (asn1_crl.CertificateList, "tbs_cert_list", "signature")
    )
    changed = kind.load(der(made))
    identifier = {"algorithm": "sha1_rsa"}
    changed[tbs]["signature"] = identifier
    changed["signature_algorithm"] = identifier
    message = changed[tbs].dump(force=True)
    changed[value] = ROOT_KEY.sign(message, padding.PKCS1v15(), hashes.SHA1())
    return kind.load(changed.dump(force=True))


def revocation_list(since, until, revoked=()):
    builder = x509.CertificateRevocationListBuilder().issuer_name(ROOT)
    builder = builder.last_update(since).next_update(until).add_extension(x509.CRLNumber(1), False)
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(since).build())
    return builder.sign(ROOT_KEY, hashes.SHA256())


def der(thing):
    return thing.public_bytes(serialization.Encoding.DER)


def private(key):
    encoding, plain = serialization.Encoding.DER, serialization.NoEncryption()
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    )


def stamper(clock, key, time, root, digest="sha256"):
    # Called twice by pyHanko: for the room that it takes, and for the token.
    return DummyTimeStamper(
        tsa_cert=clock,
        tsa_key=private(key),
        certs_to_embed=SimpleCertificateStore.from_certs([root]),
        fixed_dt=time,
        override_md=digest,
    )


def store(path, certificates, lists):
    with open(path, "r+b") as file:
        # The store is one revision more, and belongs to no signature in particular.
        DocumentSecurityStore.add_dss(
            file,
            PdfFileReader(file).embedded_signatures[0].pkcs7_content,
            certs=certificates,
            crls=lists,
        )


def main(base, folder):
    folder = pathlib.Path(folder)
    root = certificate(ROOT, ROOT_KEY, hashes.SHA256(), day(2005), day(2045), authority=True)
    (folder / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    clock_key = rsa.generate_private_key(65537, 2048)
    clock = certificate(
        name("Archive Clock"),
        clock_key,
        hashes.SHA256(),
        day(2005),
        day(2045),
        ExtendedKeyUsageOID.TIME_STAMPING,
    )
    key = rsa.generate_private_key(65537, 1024)
    signer = with_sha1(
        certificate(name("Archive Signer"), key, hashes.SHA256(), day(2009), day(2040))
    )
    now = datetime.datetime.now(datetime.timezone.utc)
    week = datetime.timedelta(days=7)
    (folder / "now.crl").write_bytes(der(revocation_list(now - week, now + week)))
    sound_key = rsa.generate_private_key(65537, 2048)
    sound = certificate(
        name("Sound Signer"), sound_key, hashes.SHA256(), now - 2 * week, now + 2 * week
    )
    for file, revoked in [("weak-good.crl", []), ("weak-revoked.crl", [sound])]:
        weak = with_sha1(revocation_list(now - week, now + week, revoked))
        (folder / file).write_bytes(weak.dump())
    sound = asn1_x509.Certificate.load(der(sound))
    then = asn1_crl.CertificateList.load(der(revocation_list(day(2010, 6, 15), day(2010, 8))))
    root, clock = (asn1_x509.Certificate.load(der(one)) for one in (root, clock))

    def sign(path, digest, stamped_with="sha256", by=(signer, key), time=day(2010, 6)):
        maker = signers.SimpleSigner(
            signing_cert=by[0],
            signing_key=private(by[1]),
            cert_registry=SimpleCertificateStore.from_certs([root]),
        )
        metadata = signers.PdfSignatureMetadata(
            field_name="Seal", md_algorithm=digest, subfilter=fields.SigSeedSubFilter.PADES
        )
        with open(base, "rb") as source, open(path, "w+b") as output:
            signers.PdfSigner(
                metadata,
                maker,
                timestamper=stamper(clock, clock_key, time, root, stamped_with),
            ).sign_pdf(IncrementalPdfFileWriter(source), output=output)

    def stamp(path, time):
        with open(path, "r+b") as file:
            signers.PdfTimeStamper(
                stamper(clock, clock_key, time, root), field_name="Clock"
            ).timestamp_pdf(IncrementalPdfFileWriter(file), "sha256", in_place=True)

    sign(folder / "b-t.pdf", "sha256")
    sign(folder / "sound.pdf", "sha256", by=(sound, sound_key), time=now)
    for file, time, digest, stamped_with in [
        ("in-time.pdf", day(2010, 7), "sha1", "sha256"),
        ("weak-clock.pdf", day(2010, 7), "sha1", "sha1"),
        ("late.pdf", day(2011, 2), "sha256", "sha256"),
    ]:
        sign(folder / file, digest, stamped_with)
        store(folder / file, [root, clock, signer], [then])
        stamp(folder / file, time)


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(sys.argv[1], sys.argv[2])
