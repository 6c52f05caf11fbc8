# shellcheck shell=bash
# Where a lab keeps its things. Sourced by bin/lab and by the parts of lab/hosts.
#
# CROFT_LAB names the lab; a second one with another name runs beside the first, as every host has a
# network of its own and only directory, namespace and cgroup names could meet.

lab_name=${CROFT_LAB:-croft}
lab_root=${CROFT_LAB_DIR:-/var/lib/croft-lab}
lab_dir=$lab_root/labs/$lab_name
hosts_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# What a command inside a host gets to see of the caller's environment: nothing but this.
clean_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

case $lab_name in
  '' | *[!a-z0-9]*) echo "lab: CROFT_LAB may hold only a-z and 0-9: '$lab_name'" >&2; exit 2 ;;
esac

# host_rows: NAME IPV4 IPV6 ACCOUNTS CROFT, one host a line
host_rows() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$hosts_dir/hosts.list"; }

host_names() { host_rows | awk '{print $1}'; }

croft_hosts() { host_rows | awk '$5 == "yes" {print $1}'; }

# host_field NAME COLUMN
host_field() { host_rows | awk -v h="$1" -v c="$2" '$1 == h {print $c}'; }

require_host() {
  [ -n "$(host_field "$1" 1)" ] && return
  echo "lab: no host '$1'; there are: $(host_names | xargs)" >&2
  exit 2
}
