package coop.croft.cli.expectation;

import coop.croft.cli.offline.Findings;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.core.difference.Hunk;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.message.Rendering;
import coop.croft.services.Compatibility.Finding;
import coop.croft.services.Compatibility.Program;
import coop.croft.services.MemberSites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Says whose programs another library would refuse, and whose would configure something else. For
 * people the output is bounded; as JSON it is whole.
 */
public final class CompatibilityReport {
  private static final int MOST_FINDINGS = 100;
  private static final int MOST_ERRORS = 5;
  private static final int MOST_LINES = 40;
  private static final int MOST_MEMBERS = 50;

  private final List<Finding> findings;
  private final List<Finding> waiting;
  private final long programs;

  /**
   * @param programs how many are in force
   */
  public CompatibilityReport(List<Finding> found, long programs) {
    this.findings = found.stream().filter(f -> !(f instanceof Finding.Waits)).toList();
    this.waiting = found.stream().filter(f -> f instanceof Finding.Waits).toList();
    this.programs = programs;
  }

  /** Shows all findings; done if nothing would be otherwise. */
  public Exit show(Screen screen, boolean json) {
    if (json) {
      findings.forEach(f -> screen.json(Wire.object(values(f))));
      waiting.forEach(f -> screen.json(Wire.object(values(f))));
      Map<String, Object> sum = new LinkedHashMap<>();
      sum.put("programs", programs);
      sum.put("refused", count(Finding.Refused.class, false));
      sum.put("changed", count(Finding.Changed.class, false));
      sum.put("nobodyWrote", findings.size() - written());
      sum.put("waiting", waiting.size());
      screen.json(Wire.object(sum));
    } else if (findings.isEmpty()) {
      screen.result(counted(programs) + ": nothing refused, and all configure what they do now");
    } else {
      findings.stream().limit(MOST_FINDINGS).forEach(f -> screen.problem(text(f)));
      if (findings.size() > MOST_FINDINGS) {
        screen.problem("and " + (findings.size() - MOST_FINDINGS) + " more; --json shows all");
      }
      screen.remark(sum());
    }
    if (!json) {
      waiting.stream().limit(MOST_FINDINGS).forEach(f -> screen.remark(text(f)));
      if (waiting.size() > MOST_FINDINGS) {
        screen.remark("and " + (waiting.size() - MOST_FINDINGS) + " more wait; --json shows all");
      }
    }
    return findings.isEmpty() ? Exit.DONE : Exit.REFUSED;
  }

  /** Findings of that kind, of what members wrote or of what is there by itself. */
  private long count(Class<? extends Finding> kind, boolean byItself) {
    return findings.stream()
        .filter(kind::isInstance)
        .filter(f -> id(f).map(MemberSites::isDefault).orElse(true) == byItself)
        .count();
  }

  private long written() {
    return count(Finding.class, false);
  }

  private static String counted(long count) {
    return count == 1 ? "1 program" : count + " programs";
  }

  private String sum() {
    NavigableSet<String> members = new TreeSet<>();
    findings.forEach(f -> id(f).map(SourceId::member).ifPresent(members::add));
    members.remove(Rights.ADMINISTRATORS);
    long byItself = findings.size() - written();
    List<String> named = members.stream().limit(MOST_MEMBERS).toList();
    return count(Finding.Refused.class, false)
        + " of "
        + counted(programs)
        + " would be refused, "
        + count(Finding.Changed.class, false)
        + " would configure something else"
        + (byItself == 0 ? "" : ", and " + byItself + " that nobody wrote would differ")
        + (named.isEmpty() ? "" : "; members: " + String.join(", ", named))
        + (members.size() > named.size()
            ? " and " + (members.size() - named.size()) + " more"
            : "");
  }

  private static Optional<SourceId> id(Finding finding) {
    return switch (finding) {
      case Finding.Refused(Program program, var diagnostics) -> Optional.of(program.id());
      case Finding.Changed(SourceId id, var before, var after) -> Optional.of(id);
      case Finding.Waits(Program program) -> Optional.of(program.id());
      case Finding.NoDefaults none -> Optional.empty();
    };
  }

  private static String text(Finding finding) {
    return switch (finding) {
      case Finding.NoDefaults(String why) -> why;
      case Finding.Waits(Program program) ->
          program.id()
              + " waits for "
              + program.waitsFor().orElseThrow()
              + ": it would not be refused, and what it would configure is not held against anything";
      case Finding.Refused refused -> {
        List<String> lines = new ArrayList<>();
        lines.add(
            name(refused.program().id(), refused.program().configured())
                + refused.program().waitsFor().map(h -> ", which waits for " + h + ",").orElse("")
                + " would be refused"
                + (isExpected(refused) ? ", as its comments expect" : ""));
        lines.addAll(rendered(refused, MOST_ERRORS));
        int more = refused.diagnostics().size() - MOST_ERRORS;
        if (more > 0) {
          lines.add("and " + (more == 1 ? "1 more error" : more + " more errors") + " there");
        }
        yield String.join("\n", lines);
      }
      case Finding.Changed changed -> {
        List<String> difference = difference(changed);
        List<String> lines = new ArrayList<>();
        lines.add(headline(changed));
        lines.addAll(difference.subList(0, Math.min(MOST_LINES, difference.size())));
        if (difference.size() > MOST_LINES) {
          lines.add("and " + (difference.size() - MOST_LINES) + " more lines of this difference");
        }
        yield String.join("\n", lines);
      }
    };
  }

  private static String headline(Finding.Changed c) {
    String name = name(c.id(), c.before().isEmpty() ? c.after() : c.before());
    if (!MemberSites.isDefault(c.id()) || (!c.before().isEmpty() && !c.after().isEmpty())) {
      return name + " would configure something else";
    }
    return c.before().isEmpty() ? name + " would come" : name + " would go";
  }

  /** Of what is there by itself: the first line of what it configures. */
  private static String domain(Finding finding) {
    return switch (finding) {
      case Finding.Refused refused -> refused.program().configured().getFirst();
      case Finding.Changed c -> c.before().isEmpty() ? c.after().getFirst() : c.before().getFirst();
      case Finding.Waits(Program program) -> "";
      case Finding.NoDefaults none -> "";
    };
  }

  private static String name(SourceId id, List<String> configured) {
    return MemberSites.isDefault(id)
        ? configured.getFirst() + ", which nobody wrote,"
        : id.toString();
  }

  private static List<String> rendered(Finding.Refused refused, int most) {
    Rendering rendering = new Rendering(refused.program().text());
    return refused.diagnostics().stream()
        .limit(most)
        .map(d -> rendering.of(d).stripTrailing())
        .toList();
  }

  private static List<String> difference(Finding.Changed changed) {
    return Hunk.between(changed.before(), changed.after()).stream()
        .flatMap(
            h -> Stream.concat(Stream.of(h.header()), h.lines().stream().map(Hunk.Line::toString)))
        .toList();
  }

  /**
   * An expected error keeps a program from being live like any other, but its owner knows of it.
   */
  private static boolean isExpected(Finding.Refused refused) {
    List<Expected> expected = Expected.of(refused.program().text());
    List<Actual.Fault> faults =
        refused.diagnostics().stream()
            .map((Diagnostic d) -> new Actual.Fault(Optional.of(Findings.problem(d)), d.message()))
            .toList();
    return !expected.isEmpty()
        && Comparison.failures(
                refused.program().text().file(),
                expected,
                new Actual(faults, List.of()),
                Optional.empty())
            .isEmpty();
  }

  private static Map<String, Object> values(Finding finding) {
    Map<String, Object> values = new LinkedHashMap<>();
    id(finding)
        .ifPresent(
            id -> {
              values.put("member", id.member());
              values.put("program", id.name());
              if (MemberSites.isDefault(id)) {
                values.put("domain", domain(finding));
              }
            });
    switch (finding) {
      case Finding.NoDefaults(String why) -> {
        values.put("refused", true);
        values.put("problems", List.of(why));
      }
      case Finding.Waits(Program program) -> {
        values.put("refused", false);
        values.put("waitsFor", program.waitsFor().orElseThrow());
      }
      case Finding.Refused refused -> {
        values.put("refused", true);
        refused.program().waitsFor().ifPresent(host -> values.put("waitsFor", host));
        values.put("expected", isExpected(refused));
        values.put("problems", rendered(refused, Integer.MAX_VALUE));
      }
      case Finding.Changed changed -> {
        values.put("refused", false);
        values.put("difference", difference(changed));
      }
    }
    return values;
  }
}
