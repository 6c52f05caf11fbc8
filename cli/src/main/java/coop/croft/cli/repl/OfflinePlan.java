package coop.croft.cli.repl;

import coop.croft.cli.terminal.Screen;
import coop.croft.core.manifest.Fragment;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a program makes where nobody knows what is live. */
record OfflinePlan(Screen screen) {
  /** Shows the files that each host gets for what the program configures. */
  void show(Draft draft) {
    Compiler compiler = draft.author().compiler();
    World world = draft.world();
    Map<String, List<Fragment>> byHost = new TreeMap<>();
    draft.units().stream()
        .flatMap(u -> compiler.renderUnit(u, world, Facts.OFFLINE).stream())
        .forEach(f -> byHost.computeIfAbsent(f.host(), h -> new ArrayList<>()).add(f));
    if (byHost.isEmpty()) {
      screen.remark("no host gets anything of it");
      return;
    }
    byHost.forEach(
        (host, files) -> {
          screen.result(host);
          files.forEach(f -> screen.result("  " + f.service() + ": " + f.path()));
        });
    screen.remark("what is live is not known offline: these are all files that it makes");
  }
}
