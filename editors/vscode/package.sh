#!/usr/bin/env bash
# Makes croft.vsix, which Visual Studio Code installs. Needs node and npm.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
npm ci --no-audit --no-fund
npx --yes @vscode/vsce@3.6.0 package --allow-missing-repository --skip-license --out croft.vsix
