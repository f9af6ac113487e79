#!/usr/bin/env bash
# Makes a certificate authority with OpenSSL, signs a PDF with the command line, and verifies it:
# as signed, without the revocation list, changed, and after the certificate was revoked.
#
#   verify_from_the_shell.sh [FILE.pdf]
#
# YINXIN names the program where it is not on the path. Exit code 0: everything went as said here.
set -euo pipefail
yinxin=${YINXIN:-yinxin}
document=$(realpath "${1:-/dev/null}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# ---- a document, where none is given -----------------------------------------------------------
if [ "$document" = /dev/null ]; then
  document=$folder/document.pdf
  objects=('<</Type/Catalog/Pages 2 0 R>>' '<</Type/Pages/Count 1/Kids[3 0 R]>>'
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Note(page)>>')
  printf '%%PDF-1.7\n' >"$document"
  table=$(printf '0000000000 65535 f ')
  for number in 1 2 3; do
    table+=$'\n'$(printf '%010d 00000 n ' "$(stat -c %s "$document")")
    printf '%d 0 obj\n%s\nendobj\n' "$number" "${objects[number - 1]}" >>"$document"
  done
  start=$(stat -c %s "$document")
  printf 'xref\n0 4\n%s\ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' \
    "$table" "$start" >>"$document"
fi

# ---- an authority, a signer and a revocation list ----------------------------------------------
cat >ca.cnf <<'CNF'
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
certificate = root.pem
private_key = root.key
default_md = sha256
default_days = 365
default_crl_days = 30
policy = any
x509_extensions = signer
crl_extensions = crl
[any]
commonName = supplied
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
authorityKeyIdentifier = keyid
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[crl]
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
[name]
CNF
touch index.txt
echo 1000 | tee serial >crlnumber
quietly() { "$@" >openssl.log 2>&1 || { cat openssl.log; exit 1; }; }
for name in root signer; do
  quietly openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.key
done
quietly openssl req -x509 -new -key root.key -days 3650 -out root.pem -config ca.cnf \
  -extensions root -subj '/CN=Example Root'
quietly openssl req -new -key signer.key -out signer.csr -config ca.cnf -subj '/CN=Example Signer'
quietly openssl ca -batch -notext -config ca.cnf -in signer.csr -out signer.pem
quietly openssl ca -config ca.cnf -gencrl -out list.crl
cat signer.pem root.pem >chain.pem

# ---- sign and verify ---------------------------------------------------------------------------
# expect CODE WORDS COMMAND...: runs a command, and ends everything where its exit code is another.
expect() {
  local wanted=$1 words=$2 code=0
  shift 2
  printf '\n== %s\n' "$words"
  "$@" || code=$?
  printf -- '-- exit code %d\n' "$code"
  [ "$code" = "$wanted" ] || { echo "expected $wanted" >&2; exit 1; }
}
expect 0 'sign' "$yinxin" sign --key signer.key --cert chain.pem "$document" -o signed.pdf
expect 0 'as signed: passed' "$yinxin" verify --trust root.pem --crl list.crl signed.pdf
expect 3 'nobody says whether it is revoked: cannot be decided' \
  "$yinxin" verify --trust root.pem signed.pdf
expect 3 'a root that nobody trusts: cannot be decided' "$yinxin" verify --crl list.crl signed.pdf
# One octet inside the file, same length: "Pages" becomes "Qages" in a copy.
sed '0,/Pages/s//Qages/' signed.pdf >changed.pdf
expect 1 'one octet changed: failed' "$yinxin" verify --trust root.pem --crl list.crl changed.pdf
quietly openssl ca -config ca.cnf -revoke signer.pem
quietly openssl ca -config ca.cnf -gencrl -out list.crl
printf '\n== revoked\n'
code=0
"$yinxin" verify --trust root.pem --crl list.crl signed.pdf || code=$?
printf -- '-- exit code %d\n' "$code"
# Without a timestamp nobody can tell whether the signature is older than the revocation.
[ "$code" = 1 ] || [ "$code" = 3 ]
