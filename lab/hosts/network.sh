# shellcheck shell=bash
# The lab's network: one bridge in a namespace of its own, one cable to each host. The machine's own
# network namespace is not touched, so documentation addresses cannot meet real ones.

switch_namespace=$lab_name-switch

host_namespace() { echo "$lab_name-$1"; }

make_switch() {
  ip netns add "$switch_namespace"
  ip -n "$switch_namespace" link set lo up
  ip -n "$switch_namespace" link add bridge type bridge
  ip -n "$switch_namespace" link set bridge up
}

drop_switch() { if [ -e "/run/netns/$switch_namespace" ]; then ip netns del "$switch_namespace"; fi; }

# mac_of HOST: a host that is switched on again has the network card that it had. With another one, those who asked it a moment
# ago go on writing to the old one for half a minute, until they find that it is gone (RFC 4861, section 7.3).
mac_of() {
  local a b c d
  IFS=. read -r a b c d <<<"$(host_field "$1" 2)"
  printf '02:00:%02x:%02x:%02x:%02x\n' "$a" "$b" "$c" "$d"
}

# plug_in HOST
plug_in() {
  local space
  space=$(host_namespace "$1")
  ip netns add "$space"
  ip -n "$switch_namespace" link add "to-$1" type veth peer name eth0 address "$(mac_of "$1")" netns "$space"
  ip -n "$switch_namespace" link set "to-$1" master bridge up
  ip -n "$space" link set lo up
  ip -n "$space" addr add "$(host_field "$1" 2)/24" dev eth0
  # Without duplicate detection: the address must answer when the first daemon binds it.
  ip -n "$space" addr add "$(host_field "$1" 3)/64" dev eth0 nodad
  ip -n "$space" link set eth0 up
}

# unplug HOST: the host's network and the cable. Both ends go by name: with the namespace alone they would go at some later
# moment, and the next cable of that name could not be laid.
unplug() {
  local space
  space=$(host_namespace "$1")
  ip -n "$switch_namespace" link del "to-$1" 2>/dev/null || true
  if [ -e "/run/netns/$space" ]; then ip netns del "$space"; fi
}

# set_cable HOST up|down: cuts a running host off from the others, and joins it again
set_cable() { ip -n "$switch_namespace" link set "to-$1" "$2"; }
