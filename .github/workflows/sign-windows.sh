#!/usr/bin/env bash
# Signs the Windows installer, and before it the app inside, where a certificate is there.
#   prepare   puts the certificate in place and tells the bundler how to sign
#   sign      checks that everything is signed, and takes the certificate away again
set -euo pipefail
[ "${RUNNER_OS:-}" = "Windows" ] || exit 0
if [ -z "${WINDOWS_CERTIFICATE:-}" ]; then
  echo "No certificate: the installer stays unsigned, and Windows will warn about it."
  exit 0
fi
certificate="$RUNNER_TEMP/certificate.pfx"
case "$1" in
  prepare)
    printf '%s' "$WINDOWS_CERTIFICATE" | base64 --decode > "$certificate"
    thumbprint=$(powershell -NoProfile -Command "(Import-PfxCertificate -FilePath '$(cygpath -w "$certificate")' -CertStoreLocation Cert:\\CurrentUser\\My -Password (ConvertTo-SecureString \$env:WINDOWS_CERTIFICATE_PASSWORD -AsPlainText -Force)).Thumbprint" | tr -d '\r')
    rm -f "$certificate"
    node -e '
      const fs = require("node:fs");
      const file = "src-tauri/tauri.windows.conf.json";
      const conf = JSON.parse(fs.readFileSync(file, "utf8"));
      Object.assign(conf.bundle.windows, {
        certificateThumbprint: process.argv[1],
        digestAlgorithm: "sha256",
        timestampUrl: "http://timestamp.digicert.com",
      });
      fs.writeFileSync(file, JSON.stringify(conf, null, 2));
    ' "$thumbprint"
    ;;
  sign)
    for installer in target/release/bundle/nsis/*.exe; do
      powershell -NoProfile -Command "if ((Get-AuthenticodeSignature '$(cygpath -w "$installer")').Status -ne 'Valid') { exit 1 }"
    done
    ;;
esac
