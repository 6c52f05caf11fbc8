package coop.croft.lang;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints what checking and running costs: {@code SpeedMain [domains [rounds]]}. One file with that
 * many domains of eight records each, every round checked and run anew; the first is the cold one.
 */
final class SpeedMain {
  private SpeedMain() {}

  public static void main(String[] arguments) {
    int domains = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    long start = System.nanoTime();
    Language<MiniLibrary.Member> language =
        MiniLibrary.cheap(
            new Bounds(64 << 20, 500, 2_000_000, 100_000_000, 100_000_000, 5_000, 2_000_000));
    say("load", start, 0);
    SourceText text = program(domains);
    for (int round = 0; round < rounds; round++) {
      long from = System.nanoTime();
      long cpu = cpu();
      int resources =
          switch (language.run(text, MiniLibrary.ALICE)) {
            case Outcome.Resources all -> all.resources().size();
            case Outcome.Refused refused ->
                throw new IllegalStateException(
                    Messages.render(refused.diagnostics().getFirst(), text));
          };
      say("round " + round + ": " + resources + " resources", from, cpu);
    }
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static void say(String what, long from, long cpu) {
    System.out.printf(
        "%s: %d ms, CPU %d ms%n",
        what, (System.nanoTime() - from) / 1_000_000, (cpu() - cpu) / 1_000_000);
  }

  static SourceText program(int domains) {
    StringBuilder program = new StringBuilder();
    for (int i = 0; i < domains; i++) {
      program.append("dom \"d").append(i).append(".example\" with\n");
      for (String host : List.of("@", "www", "mail", "ftp", "a", "b")) {
        program.append("  dns (dnsA \"").append(host).append("\" \"192.0.2.").append(i % 256);
        program.append("\");\n");
      }
      program.append("  dns (dnsMX 10 \"mx.d").append(i).append(".example\");\n");
      program.append("  dns (dnsTXT \"@\" \"v=spf1 -all\")\nend;\n");
    }
    return new SourceText("many.dtl", program.toString().getBytes(StandardCharsets.UTF_8));
  }
}
