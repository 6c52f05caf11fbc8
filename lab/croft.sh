# shellcheck shell=bash
# Croft on the lab's hosts: packages built and installed as on any machine, the site founded, hosts
# joined, the members' programs applied as their members.

packages_dir=$repository/dist/target

# What the packages are made from, as one number.
sources_number() {
  (cd "$repository" &&
    find pom.xml lang core services controller helper supervisor agent cli dist lab/pom.xml lab/src -type f \
      -not -path '*/target/*' -not -path '*/src/test/*' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# One lab at a time: several use what is built here.
build_packages() (
  mkdir -p "$repository/.build"
  exec 7>"$repository/.build/packages.lock"
  flock 7
  built=$packages_dir/.built-from
  number=$(sources_number)
  if [ "$(cat "$built" 2>/dev/null)" = "$number" ] && [ -e "$packages_dir/.sums" ]; then exit; fi
  # Only what belongs to this version may end up in a package.
  rm -rf "$repository"/{controller,helper,agent,cli}/target/class-path
  find "$packages_dir" -maxdepth 1 -name 'croft*.deb' ! -name 'croft-runtime_*' -delete 2>/dev/null || true
  maven -q -Dmaven.test.skip=true -pl dist,lab -am package
  (cd "$packages_dir" && sha256sum croft*.deb >.sums)
  echo "$number" >"$built"
)

# package_number FILE: of its contents
package_number() { awk -v f="$(basename "$1")" '$2 == f {print substr($1, 1, 16)}' "$packages_dir/.sums"; }

# packages_of HOST: files, run-time first
packages_of() {
  echo "$packages_dir"/croft-runtime_*.deb
  if [ "$1" = main ]; then echo "$packages_dir"/croft-controller_*.deb; fi
  echo "$packages_dir"/croft-agent_*.deb
  echo "$packages_dir"/croft_*.deb
}

# fault_jar NAME: all faults for the controller, or only dying at a step for agent and helper
fault_jar() {
  case $1 in
    faults) echo "$repository"/lab/target/croft-lab-*[0-9].jar ;;
    halt) echo "$repository"/lab/target/croft-lab-*-halt.jar ;;
  esac
}

# lay_out_faults HOST: the lab's own extra jars, which its unit drop-ins put on the class paths; whoever
# runs with older ones starts again
lay_out_faults() {
  local jar number
  number=$(cat "$repository"/lab/target/croft-lab-*.jar | sha256sum | cut -c1-16)
  if [ "$(cat "$lab_dir/$1/faults" 2>/dev/null)" = "$number" ]; then return; fi
  in_host "$1" mkdir -p /usr/lib/croft-lab </dev/null
  for jar in faults halt; do
    # shellcheck disable=SC2016  # the variable is the inner shell's
    in_host "$1" sh -c 'cat >"/usr/lib/croft-lab/$1.jar"' - "$jar" \
      <"$(fault_jar "$jar")"
  done
  in_host "$1" systemctl try-restart 'croft-*.service' </dev/null
  echo "$number" >"$lab_dir/$1/faults"
}

# install_packages HOST: those whose contents differ from what was installed last
install_packages() {
  local host=$1 package name wanted new=()
  lay_out_faults "$host"
  for package in $(packages_of "$host"); do
    name=$(basename "$package")
    wanted=$(package_number "$package")
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
    package_number "$package" >"$lab_dir/$host/installed-${name%%_*}"
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

# on_main COMMAND...: as the first administrator, who is root there
on_main() { in_host main "$@" </dev/null; }

# The site is data like any other: laid into /etc/croft/site and taken in by the controller.
found_site() {
  local number
  number=$(cat "$repository"/lab/site/*.dtl | sha256sum | cut -c1-16)
  if [ "$(cat "$lab_dir/main/site" 2>/dev/null)" = "$number" ]; then return; fi
  tar -C "$repository/lab/site" --owner=0 --group=0 -cf - . |
    in_host main tar -C /etc/croft/site --no-same-permissions -xf -
  on_main systemctl start croft-controller
  await_controller
  quietly on_main croft apply --yes --site /etc/croft/site
  echo "$number" >"$lab_dir/main/site"
}

await_controller() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    if on_main test -S /run/croft/controller.sock; then return; fi
    sleep 0.1
  done
  say "the controller does not open its socket:"
  on_main journalctl --unit croft-controller --lines 20 --no-pager --output cat >&2
  return 1
}

# quietly COMMAND...: shows what it said only if it fails
quietly() {
  local said
  if said=$("$@" 2>&1); then return; fi
  say "failed: $*"
  printf '%s\n' "$said" >&2
  return 1
}

# The rights file as it is, and for everybody the right to log in on the host that is there for it.
rights_lines() {
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$repository/lab/programs/rights"
  members | sed 's/$/ host shell/'
}

members() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$hosts_dir/members.list" | awk '{print $1}'; }

enter_members() {
  local number
  number=$(rights_lines | sha256sum | cut -c1-16)
  if [ "$(cat "$lab_dir/main/rights" 2>/dev/null)" = "$number" ]; then return; fi
  {
    members | sed 's/^/member add /'
    rights_lines | sed 's/^/grant /'
  } | while read -r line; do
    # shellcheck disable=SC2086  # the words of the line are the command's words
    quietly on_main croft $line || return 1
  done
  echo "$number" >"$lab_dir/main/rights"
}

# A one-time token from main makes a host one of the site's; then its agent and helper start.
join_host() {
  local token
  if [ -e "$lab_dir/$1/joined" ]; then return; fi
  token=$(on_main croft host add "$1") || return 1
  quietly in_host "$1" croft-agent join "$token" </dev/null
  quietly in_host "$1" systemctl start croft-helper croft-agent </dev/null
  touch "$lab_dir/$1/joined"
}

join_hosts() {
  # shellcheck disable=SC2046  # host names have no blanks
  on_all join_host $(croft_hosts)
}

programs_number() {
  { cat "$repository"/lab/programs/accepted/*/*.dtl; cat "$lab_dir"/*/installed-croft* "$lab_dir/main/site"; } 2>/dev/null |
    sha256sum | cut -c1-16
}

# apply_programs: every accepted program, by its member, on the login host
apply_programs() {
  local file member home name failed=0
  for file in "$repository"/lab/programs/accepted/*/*.dtl; do
    member=$(basename "${file%/*}")
    home=/home/$member
    name=$(basename "$file")
    in_host shell runuser -u "$member" -- tee "$home/$name" <"$file" >/dev/null
    if ! quietly in_host shell runuser -u "$member" -- croft apply --yes "$home/$name" </dev/null; then
      failed=1
    fi
  done
  [ $failed = 0 ] || return 1
  programs_number >"$lab_dir/applied"
}

tell() {
  cat <<'TEXT'

What is served, as the client outside (192.0.2.99) sees it:
  names    main 192.0.2.11, dynamic 192.0.2.12 and offsite 192.0.2.14 answer for every member's domain
  web      dynamic 192.0.2.12   www.greenhouse.example  www.forge.example  test.forge.example
                                anvil.example  www.press.example  mirror.example
           main    192.0.2.11   static.press.example  mirror.example

Try:
  bin/lab exec client dig +short @192.0.2.14 archive.example MX
  bin/lab exec client curl -s --resolve www.greenhouse.example:80:192.0.2.12 http://www.greenhouse.example/
  bin/lab exec shell runuser -u alice -- croft status
TEXT
}
