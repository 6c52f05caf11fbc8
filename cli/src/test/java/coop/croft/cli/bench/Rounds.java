package coop.croft.cli.bench;

import coop.croft.cli.offline.Checking;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Rights;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.World;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Checks and renders the same programs again and again in one process, as a controller does, and
 * prints what the later rounds cost. Started by {@code bin/bench}.
 *
 * <p>Arguments: number of rounds, directory of the site, file of rights, member, programs.
 */
public final class Rounds {
  private Rounds() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Findings findings = new Findings(new Screen(Streams.ofProcess(Map.of())), false);
    Compiler compiler = Premises.site(Path.of(arguments[1]), findings).orElseThrow();
    Rights rights = Premises.rights(Path.of(arguments[2]), findings).orElseThrow();
    Checking checking = new Checking(compiler, rights, arguments[3]);
    List<ProgramFile> programs =
        ProgramFile.read(
            Arrays.asList(arguments).subList(4, arguments.length), Optional.empty(), System.in);
    double[] walls = new double[rounds];
    double[] cpus = new double[rounds];
    int files = 0;
    for (int i = 0; i < rounds; i++) {
      long wall = System.nanoTime();
      long cpu = cpu();
      World world = checking.check(programs, findings).orElseThrow();
      Map<String, List<Fragment>> rendered = compiler.renderAll(world, Facts.OFFLINE);
      walls[i] = (System.nanoTime() - wall) / 1e9;
      cpus[i] = (cpu() - cpu) / 1e9;
      files = rendered.values().stream().mapToInt(List::size).sum();
    }
    System.out.printf(
        Locale.ROOT,
        "%d files from %d programs; %d rounds: first %.2f s, median of the second half %.2f s wall,"
            + " %.2f s cpu%n",
        files,
        programs.size(),
        rounds,
        walls[0],
        medianOfSecondHalf(walls),
        medianOfSecondHalf(cpus));
  }

  private static double medianOfSecondHalf(double[] seconds) {
    double[] later = Arrays.copyOfRange(seconds, seconds.length / 2, seconds.length);
    Arrays.sort(later);
    return later[later.length / 2];
  }

  /** CPU time of the whole process in nanoseconds. */
  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
