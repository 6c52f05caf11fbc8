package coop.croft.core.os;

/** Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED, unix(7)). */
public record Peer(long pid, long uid, long gid) {}
