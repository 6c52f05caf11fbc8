package coop.croft.cli.offline;

import coop.croft.cli.terminal.Trouble;
import coop.croft.core.manifest.Fragment;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes what every host would get: serials are 1, and secrets only their names. */
public final class Render {
  private Render() {}

  public static void write(Compiler compiler, World world, Path out, Findings findings)
      throws Trouble {
    Map<String, List<Fragment>> byHost = compiler.renderAll(world, Facts.OFFLINE);
    new RenderedTree(out).write(byHost);
    byHost.forEach((host, files) -> findings.written(out.resolve(host), files.size()));
  }
}
