# shellcheck shell=bash
# Croft on the lab's hosts: packages built and installed as on any machine, the site founded, hosts
# joined, the members' programs applied as their members.

packages_dir=$repository/dist/target

# What the packages are made from, as one number.
sources_number() {
  (cd "$repository" &&
    find pom.xml lang core services controller helper agent cli dist -type f \
      -not -path '*/target/*' -not -path '*/src/test/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

build_packages() {
  local number built=$packages_dir/.built-from
  number=$(sources_number)
  if [ "$(cat "$built" 2>/dev/null)" = "$number" ]; then return; fi
  # Only what belongs to this version may end up in a package.
  rm -rf "$repository"/{controller,helper,agent,cli}/target/class-path
  maven -q -Dmaven.test.skip=true -pl dist -am package
  echo "$number" >"$built"
}

# packages_of HOST: files, run-time first
packages_of() {
  echo "$packages_dir"/croft-runtime_*.deb
  if [ "$1" = main ]; then echo "$packages_dir"/croft-controller_*.deb; fi
  echo "$packages_dir"/croft-agent_*.deb
  echo "$packages_dir"/croft_*.deb
}

# install_packages HOST: those whose contents differ from what was installed last
install_packages() {
  local host=$1 package name wanted new=()
  for package in $(packages_of "$host"); do
    name=$(basename "$package")
    wanted=$(sha256sum <"$package" | cut -c1-16)
    if [ "$(cat "$lab_dir/$host/installed-${name%%_*}" 2>/dev/null)" = "$wanted" ]; then continue; fi
    # shellcheck disable=SC2016  # the variable is the inner shell's
    in_host "$host" sh -c 'mkdir -p /var/tmp/croft && cat >"/var/tmp/croft/$1"' - "$name" <"$package"
    new+=("$package")
  done
  [ ${#new[@]} = 0 ] && return
  in_host "$host" sh -c 'dpkg --install /var/tmp/croft/*.deb && rm -r /var/tmp/croft' \
    </dev/null >"$lab_dir/$host/dpkg.log" 2>&1 || {
    say "packages do not install on $host:"
    tail -n 20 "$lab_dir/$host/dpkg.log" >&2
    return 1
  }
  for package in "${new[@]}"; do
    name=$(basename "$package")
    sha256sum <"$package" | cut -c1-16 >"$lab_dir/$host/installed-${name%%_*}"
  done
}

# on_all FUNCTION HOST...: at the same time; fails if one fails
on_all() {
  local function=$1 host job failed=0 jobs=()
  shift
  for host; do
    "$function" "$host" &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do wait "$job" || failed=1; done
  return $failed
}

install_croft() {
  # shellcheck disable=SC2046  # host names have no blanks
  on_all install_packages $(croft_hosts)
}
