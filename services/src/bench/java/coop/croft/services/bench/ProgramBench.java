package coop.croft.services.bench;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Samples;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a program of so many domains, with eight records each, costs a process that is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class ProgramBench {
  private static final SourceId SOURCE = new SourceId("bench", "many");

  @Param({"1000", "10000"})
  public int domains;

  private Compiler compiler;
  private Language<Subject> language;
  private Rights rights;
  private SourceText text;
  private World world;

  @Setup
  public void setUp() {
    compiler = Samples.compiler();
    language = Samples.language();
    rights = new Rights(Map.of("bench", List.of(new Right(Right.Kind.DOMAIN, "bench.example"))));
    text = new SourceText("many", program(domains).getBytes(StandardCharsets.UTF_8));
    world = compiler.world(rights, units());
    // What is there from now on is old, as in a process that runs for long; else each collection
    // in what is measured would copy it once more.
    System.gc();
  }

  private static String program(int domains) {
    StringBuilder out = new StringBuilder();
    for (int i = 1; i <= domains; i++) {
      out.append(
          """
          domain "d%1$d.bench.example" with
            dns (dnsA "@" "203.0.113.%2$d");
            dns (dnsAAAA "@" "2001:db8::%1$x");
            dns (dnsA "www" "203.0.113.%2$d");
            dns (dnsCNAME "ftp" "www.d%1$d.bench.example");
            dns (dnsMX 10 "mx1.d%1$d.bench.example");
            dns (dnsA "mx1" "203.0.113.9");
            dns (dnsTXT "@" "v=spf1 mx -all");
            dns (dnsSRV "_sip._udp" 0 5 5060 "www.d%1$d.bench.example")
          end;
          """
              .formatted(i, i % 250 + 1));
    }
    return out.toString();
  }

  private List<Unit> units() {
    return switch (compiler.compile(SOURCE, text, rights)) {
      case Compiler.Compiled.Units(List<Unit> units) -> units;
      case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) ->
          throw new IllegalStateException(diagnostics.toString());
    };
  }

  /** Reading and checking. */
  @Benchmark
  public List<Diagnostic> check() {
    return language.check(
        text, new Subject(Optional.of("bench"), rights, Optional.of(compiler.site())));
  }

  /** Reading, checking and running. */
  @Benchmark
  public List<Unit> compile() {
    return units();
  }

  /** From what the program asks for to the parts of the daemons' files. */
  @Benchmark
  public Map<String, List<Fragment>> render() {
    return compiler.renderAll(world, Facts.OFFLINE);
  }
}
