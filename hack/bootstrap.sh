#!/usr/bin/env bash
# Makes Node 24 and the workspace's packages available, then runs hack/src/NAME.ts with the arguments given.
# It is the only shell in the way from a fresh machine to TypeScript; everything else is in hack/src.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cache=${PRICECAST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pricecast}
export PRICECAST_CACHE=$cache

fail() {
  echo "hack: $1" >&2
  exit 1
}

# Only the program named by PATH can fetch the first Node; Debian's is good enough for that.
ensure_npm() {
  command -v npm >/dev/null && return
  command -v apt-get >/dev/null || fail "npm is missing; install Node.js with npm by your package manager and run this again"
  [ "$(id -u)" = 0 ] || fail "npm is missing; run: sudo apt-get install -y npm"
  echo "installing npm by apt-get" >&2
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; } >"$cache/apt-npm.log" 2>&1 ||
    fail "apt-get could not install npm; see $cache/apt-npm.log"
}

node_platform() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo linux-x64 ;;
    Linux-aarch64) echo linux-arm64 ;;
    Darwin-arm64) echo darwin-arm64 ;;
    Darwin-x86_64) echo darwin-x64 ;;
    *) fail "there is no Node package for $(uname -s) $(uname -m)" ;;
  esac
}

# The package of the platform is what `node@24` would fetch in an install script; taken directly, because
# newer npm versions do not run install scripts unless they are approved.
ensure_node() {
  local version home package
  version=$(sed -n 's/^ *"node": "\([0-9][0-9.]*\)".*/\1/p' "$root/package.json")
  home=$cache/node-$version
  if [ ! -x "$home/bin/node" ]; then
    ensure_npm
    package=node-$(node_platform)
    echo "fetching Node $version" >&2
    local staging=$home.$$
    mkdir -p "$staging"
    npm install --prefix "$staging" --ignore-scripts --no-audit --no-fund --no-save "$package@$version" \
      >"$cache/npm-node.log" 2>&1 || fail "npm could not fetch $package@$version; see $cache/npm-node.log"
    # Another clone may have been faster; either copy will do.
    [ -d "$home" ] || mv "$staging/node_modules/$package" "$home"
    rm -rf "$staging"
  fi
  [ "$(readlink "$cache/node")" = "$home" ] || ln -sfn "$home" "$cache/node"
  # A root shell made by `su` lacks the sbin folders, where half of what we call lies.
  export PATH=$home/bin:$root/node_modules/.bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin
}

ensure_packages() {
  local installed=$root/node_modules/.package-lock.json
  [ -e "$installed" ] && [ ! "$root/package-lock.json" -nt "$installed" ] && return
  ensure_npm
  echo "installing npm packages" >&2
  (cd "$root" && npm ci --no-audit --no-fund) >"$cache/npm-ci.log" 2>&1 ||
    fail "npm ci failed; see $cache/npm-ci.log"
}

[ $# -ge 1 ] || fail "usage: hack/bootstrap.sh NAME [ARGUMENT...]"
name=$1
shift
mkdir -p "$cache"
ensure_node
ensure_packages
exec node "$root/hack/src/$name.ts" "$@"
