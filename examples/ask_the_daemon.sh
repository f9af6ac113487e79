#!/usr/bin/env bash
# Starts the daemon on a demonstration's home and asks it with curl: over its Unix socket and over
# loopback TCP, to verify licences and to decide about them.
#
# YINXIN and YINXIN_SIGNER name the programs where they are not on the path. Exit code 0: every
# answer was the one said here.
set -euo pipefail
yinxin=${YINXIN:-yinxin}
daemon=${YINXIN_SIGNER:-yinxin-signer}
folder=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

# ---- the daemon of the county that relies on licences: it verifies and holds no key -------------
"$yinxin" demo demo >demo.log || { cat demo.log; exit 1; }
cat >daemon.toml <<TOML
home = "$folder/demo/lanhai-990202"
role = "verifier"
[listen]
socket = "$folder/daemon.sock"
tcp = "127.0.0.1:0"
TOML
"$daemon" --config daemon.toml 2>daemon.log &
pid=$!
for _ in $(seq 100); do
  [ -S daemon.sock ] && curl -sf --unix-socket daemon.sock http://daemon/ready >ready.json && break
  kill -0 "$pid" || { cat daemon.log; exit 1; }
  sleep 0.1
done
# The daemon says which port the system gave it.
address=$(grep -o '127\.0\.0\.1:[0-9]*' daemon.log | head -n 1)
echo "listening on $address and on daemon.sock"

# ---- ask ---------------------------------------------------------------------------------------
# field NAME FILE: the first value of that name in a JSON file. (Programs use a JSON reader.)
field() { grep -o "\"$1\": *\"[^\"]*\"" "$2" | head -n 1 | cut -d '"' -f 4; }
# ask PATH FILE CURL-OPTIONS...: posts a document and leaves the answer in answer.json.
ask() {
  local path=$1 file=$2
  shift 2
  curl -sS --fail-with-body -H 'content-type: application/pdf' --data-binary "@$file" \
    -o answer.json "$@" "http://${address}$path" || { cat answer.json; exit 1; }
}
passed=0 refused=0 accepted=0
for licence in demo/licences/*.pdf; do
  ask /v1/verify "$licence"
  indication=$(field indication answer.json)
  ask '/v1/recognise?as=990202&item=990202-food-branch' "$licence" --unix-socket daemon.sock
  recognition=$(field recognition answer.json)
  printf '%-48s %-14s %s\n' "$(basename "$licence")" "$indication" "$recognition"
  [ "$indication" != TOTAL-PASSED ] || passed=$((passed + 1))
  [ "$recognition" != REFUSED ] || refused=$((refused + 1))
  [ "$recognition" != ACCEPTED ] || accepted=$((accepted + 1))
done
echo "$passed passed; $accepted accepted, $refused refused for this item"
[ "$passed" -gt 0 ] && [ "$accepted" -gt 0 ] && [ "$refused" -gt 0 ]

# ---- what cannot be judged is said so; what is asked wrongly is a problem ------------------------
echo 'no document' >note.txt
ask /v1/verify note.txt
echo "not a PDF: $(field indication answer.json), $(field code answer.json)"
[ "$(field indication answer.json)" = INDETERMINATE ]
code=$(curl -sS -o answer.json -w '%{http_code}' -H 'content-type: application/pdf' \
  --data-binary @note.txt "http://$address/v1/verify?unknown=1")
echo "an unknown parameter: HTTP $code, $(field title answer.json)"
[ "$code" = 400 ]

kill -TERM "$pid"
wait "$pid"
pid=
