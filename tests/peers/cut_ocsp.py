"""Cuts the OCSP responses out of the document security store of a PDF with pyHanko's reader.

usage: cut_ocsp.py FILE.pdf FOLDER

Writes 1.ocsp, 2.ocsp, ... (DER of OCSPResponse) and prints for each its name, a tab, and the serial
number that it speaks of, in hexadecimal.
"""
import sys
from pathlib import Path

from asn1crypto import ocsp
from pyhanko.pdf_utils.reader import PdfFileReader


def main():
    source, folder = map(Path, sys.argv[1:])
    with source.open("rb") as file:
        store = PdfFileReader(file).root["/DSS"]
        responses = [stream.get_object().data for stream in store.get("/OCSPs", [])]
    for number, octets in enumerate(responses, 1):
        name = f"{number}.ocsp"
        (folder / name).write_bytes(octets)
        basic = ocsp.OCSPResponse.load(octets).basic_ocsp_response
        (single,) = basic["tbs_response_data"]["responses"]
        print(name, f"{single['cert_id']['serial_number'].native:X}", sep="\t")


main()
