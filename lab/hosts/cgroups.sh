# shellcheck shell=bash
# Control groups of the hosts, always below the caller's own: a machine that confines each command
# (CI does) keeps its lab confined as well.

# cgroup_trees: the mounted hierarchies as "CONTROLLER MOUNTPOINT". A machine with version 2 alone has
# one tree; the hybrid layout has one per old controller, and "systemd" and "unified" beside them.
cgroup_trees() {
  if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then
    echo "unified /sys/fs/cgroup"
    return
  fi
  local tree
  for tree in cpu cpuacct cpuset memory pids blkio devices freezer systemd unified; do
    if mountpoint -q "/sys/fs/cgroup/$tree"; then echo "$tree /sys/fs/cgroup/$tree"; fi
  done
}

# own_cgroup CONTROLLER: the caller's path in that hierarchy, "" for its top
own_cgroup() {
  local path
  case $1 in
    unified) path=$(awk -F: '$1 == "0" {print $3}' /proc/self/cgroup) ;;
    systemd) path=$(awk -F: '$2 == "name=systemd" {print $3}' /proc/self/cgroup) ;;
    *) path=$(awk -F: -v c="$1" '$2 == c {print $3}' /proc/self/cgroup) ;;
  esac
  echo "${path%/}"
}

# make_cgroups HOST: makes the host's groups and notes them in the host's directory
make_cgroups() {
  local tree mount lab_group group
  : >"$lab_dir/$1/cgroups"
  while read -r tree mount; do
    lab_group=$mount$(own_cgroup "$tree")/croft-lab-$lab_name
    group=$lab_group/$1
    mkdir -p "$group"
    echo "$group" >>"$lab_dir/$1/cgroups"
    if [ "$tree" = cpuset ]; then
      # An old cpuset without processors or memory takes no process.
      local g f
      for g in "$lab_group" "$group"; do
        for f in cpuset.cpus cpuset.mems; do cat "${g%/*}/$f" >"$g/$f"; done
      done
    fi
  done < <(cgroup_trees)
}

# enter_cgroups HOST: moves the calling process; a namespace alone would leave it in the caller's groups
enter_cgroups() {
  local group
  while read -r group; do echo "$BASHPID" >"$group/cgroup.procs"; done <"$lab_dir/$1/cgroups"
}

# drop_cgroups HOST: after the host's last process; the lab's own group goes with its last host
drop_cgroups() {
  local group
  [ -e "$lab_dir/$1/cgroups" ] || return 0
  while read -r group; do
    remove_group "$group"
    if [ -z "$(find "${group%/*}" -mindepth 1 -type d -print -quit 2>/dev/null)" ]; then
      remove_group "${group%/*}"
    fi
  done <"$lab_dir/$1/cgroups"
}

# remove_group DIRECTORY: children first. The kernel lets go of a dead process a moment after it is gone
# from /proc, so a busy group is tried again.
remove_group() {
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    [ -d "$1" ] || return 0
    find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null || true
    [ -d "$1" ] || return 0
    sleep 0.02
  done
  echo "lab: control group $1 stays busy" >&2
}
