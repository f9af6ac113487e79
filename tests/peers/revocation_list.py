"""Reading a certificate revocation list, PEM or DER, for the programs beside this file."""
from asn1crypto import crl, pem


def crl_from(path):
    with open(path, "rb") as file:
        data = file.read()
    if pem.detect(data):
        _, _, data = pem.unarmor(data)
    return crl.CertificateList.load(data)
