#!/usr/bin/env bash
# The OpenAPI document, as the gateway serves it, against the Dutch API design rules: Spectral, pinned by
# tests/openapi/package-lock.json, with tests/openapi/ruleset.yaml. Warnings count. Then one fault after another is put
# into the document, and the rule that should find it has to. Skipped (77) without npm or a registry to fetch from.
# openapi_lint.sh SOURCE BUILD
set -euo pipefail
source=$1 build=$2
rules=$source/tests/openapi

command -v node >/dev/null && command -v npm >/dev/null || { echo "npm is not here"; exit 77; }
mkdir -p "$build/openapi"
cd "$build/openapi"
if ! cmp -s "$rules/package-lock.json" installed-lock.json; then
    cp "$rules/package.json" "$rules/package-lock.json" .
    npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || { tail -n 20 npm.log; echo "npm cannot fetch Spectral"; exit 77; }
    cp "$rules/package-lock.json" installed-lock.json
fi
node_modules/.bin/spectral --version >spectral.log 2>&1 || { tail -n 5 spectral.log; echo "this Node.js cannot run Spectral"; exit 77; }
lint() { node_modules/.bin/spectral lint --quiet --fail-severity=warn --ruleset "$rules/ruleset.yaml" "$1"; }

IWMOD_OPENAPI_FILE=$PWD/openapi.json "$build/tests/test_system" "[document]" >document.log || { cat document.log; exit 1; }
lint openapi.json
echo "the document has no faults"

# rule, and the fault (JavaScript on the document d) that it has to find
faults() {
    cat <<'FAULTS'
unrecognized-format             d.openapi = "4.0.0"
doc-openapi-contact             delete d.info.contact.email
semver                          d.info.version = "1.0"
uri-version                     d.servers[0].url = "https://localhost:8443/"
transport-https                 d.servers[0].url = "http://localhost:8443/v1"
version-header                  delete d.paths["/postvak"].get.responses["200"].headers["API-Version"]
no-trailing-slash               d.paths["/postvak/"] = d.paths["/postvak"]
naming-paths                    d.paths["/postVak"] = d.paths["/postvak"]
publish-openapi                 delete d.paths["/openapi.json"]
http-methods                    d.paths["/postvak"].trace = d.paths["/postvak"].get
query-keys-camel-case           d.paths["/berichten"].get.parameters[0].name = "message_type"
property-camel-case             d.components.schemas.Poststuk.properties.queued_at = {type: "string"}
error-handling-problem-details  d.components.responses.probleem.content = {"text/plain": {}}
error-handling-problem-members  delete d.components.schemas.Probleem.properties.detail
error-handling-invalid-input    delete d.paths["/postvak/{id}"].get.responses["400"]
error-handling-invalid-input    delete d.paths["/validatie"].post.responses["400"]
date-time-timezone              d.components.schemas.Poststuk.properties.queuedAt.format = "time"
moment-has-format               delete d.components.schemas.Poststuk.properties.queuedAt.format
FAULTS
}
found=0
while read -r rule fault; do
    node -e 'const fs = require("fs"), d = JSON.parse(fs.readFileSync("openapi.json")); eval(process.argv[1]);
             fs.writeFileSync("faulty.json", JSON.stringify(d))' "$fault"
    if lint faulty.json >lint.log; then echo "not found: $rule: $fault"; exit 1; fi
    grep -q " $rule " lint.log || { echo "found by another rule than $rule: $fault"; cat lint.log; exit 1; }
    found=$((found + 1))
done < <(faults)
echo "$found faults found"
