package coop.croft.agent;

import coop.croft.core.os.UnixServer;
import coop.croft.core.wire.Agents;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls that somebody waits for, by their numbers: so the controller knows a call that was
 * stuck on its way, and given up since, from one of several that are made side by side.
 */
final class OpenCalls {
  /** Bits of a number below those of the run: so many calls a second no run makes. */
  private static final int CALLS_BITS = 20;

  private final Map<Long, TreeMap<Long, UnixServer.Caller>> open = new HashMap<>();
  private long last;

  OpenCalls(Run run) {
    last = run.number() << CALLS_BITS;
  }

  /** Numbers a call; those of the same user whose callers have gone meanwhile are open no more. */
  synchronized Agents.Relayed begin(UnixServer.Caller caller, String user) {
    long uid = caller.peer().uid();
    TreeMap<Long, UnixServer.Caller> calls = open.computeIfAbsent(uid, u -> new TreeMap<>());
    calls.values().removeIf(UnixServer.Caller::gone);
    last++;
    calls.put(last, caller);
    return new Agents.Relayed(uid, user, new Agents.Place(last, calls.firstKey()));
  }

  synchronized void end(Agents.Relayed call) {
    open.computeIfPresent(
        call.uid(),
        (uid, calls) -> {
          calls.remove(call.place().call());
          return calls.isEmpty() ? null : calls;
        });
  }
}
