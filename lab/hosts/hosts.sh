# shellcheck shell=bash
# Starting, entering and stopping hosts. A host is a process tree with real systemd at its top, in
# namespaces of its own, over an overlay whose lower layer all hosts share.

# host_pid HOST: pid of the host's systemd seen from outside; fails when the host is off. The start time
# and the machine's boot are compared as well, as a bare number may belong to somebody else by now.
host_pid() {
  local pid start boot
  [ -e "$lab_dir/$1/pid" ] || return 1
  read -r pid start boot <"$lab_dir/$1/pid"
  [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 1
  [ "$start" = "$(start_time "$pid")" ] || return 1
  echo "$pid"
}

start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{print $20}'; }

# make_host HOST IMAGE: the host's directory; nothing runs yet
make_host() {
  mkdir -p "$lab_dir/$1"/{upper,work,root}
  echo "$2" >"$lab_dir/$1/image"
}

# start_host HOST: returns when systemd runs in it, not when it has finished booting
start_host() {
  local dir=$lab_dir/$1 outer pid tries
  make_cgroups "$1"
  plug_in "$1"
  # The subshell enters groups and network, then becomes the process that holds the host. The lock's
  # descriptor must not go with it, or the lab would stay locked as long as the host lives.
  (
    exec 8>&-
    enter_cgroups "$1"
    exec setsid nsenter --net="/run/netns/$(host_namespace "$1")" \
      unshare --mount --uts --ipc --pid --cgroup --fork --kill-child --propagation private \
      "$hosts_dir/boot" "$1" "$dir" "$(cat "$dir/image")" </dev/null >"$dir/boot.log" 2>&1
  ) &
  outer=$!
  for ((tries = 0; tries < 1000; tries++)); do
    pid=$(pgrep -P "$outer" 2>/dev/null | head -n 1) || true
    if [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = systemd ]; then
      echo "$pid $(start_time "$pid") $(cat /proc/sys/kernel/random/boot_id)" >"$dir/pid"
      return
    fi
    if [ ! -d "/proc/$outer" ]; then break; fi
    sleep 0.02
  done
  echo "lab: host $1 did not start:" >&2
  tail -n 20 "$dir/boot.log" >&2
  return 1
}

# await_host HOST: until systemd has finished booting
await_host() {
  local state
  # is-system-running --wait speaks to D-Bus, which is not there in the first moments.
  for ((tries = 0; tries < 300; tries++)); do
    state=$(in_host "$1" systemctl is-system-running --wait 2>/dev/null) || true
    case $state in
      running) return ;;
      degraded)
        echo "lab: $1 has failed units:" >&2
        in_host "$1" systemctl --no-legend --failed >&2
        return 1
        ;;
    esac
    sleep 0.1
  done
  echo "lab: $1 does not finish booting (state: ${state:-unknown})" >&2
  return 1
}

# in_host HOST COMMAND...: runs a command as root inside, in the host's groups and with a clean
# environment; input, output and exit status are the command's own
in_host() { (enter_host "$@"); }

# enter_host HOST COMMAND...: the same, but replaces the calling process
enter_host() {
  local pid name=$1
  shift
  pid=$(host_pid "$name") || { echo "lab: host $name is off" >&2; exit 3; }
  enter_cgroups "$name"
  # --wdns: the working directory is looked up inside; --wd would leave it on the machine's own root.
  exec nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup --root --wdns=/ \
    env -i PATH="$clean_path" HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" "$@"
}

# stop_host HOST: power off without a warning; the kernel ends every process of the host with its first.
# The disk stays.
stop_host() {
  local pid tries
  if pid=$(host_pid "$1"); then
    kill -KILL "$pid"
    for ((tries = 0; tries < 500; tries++)); do
      [ -d "/proc/$pid" ] || break
      sleep 0.02
    done
  fi
  rm -f "$lab_dir/$1/pid"
  unplug "$1"
  drop_cgroups "$1"
}

# drop_host HOST: the host and its disk
drop_host() {
  stop_host "$1"
  rm -rf --one-file-system "${lab_dir:?}/$1"
}
