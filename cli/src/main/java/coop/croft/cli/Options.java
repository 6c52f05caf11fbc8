package coop.croft.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options and arguments that several commands share, so that they are named and explained alike.
 * Written with picocli's programmatic interface: annotations cost reflection at every start.
 */
final class Options {
  private Options() {}

  static CommandSpec command(String words, String... description) {
    CommandSpec spec = CommandSpec.create().name("croft " + words);
    spec.usageMessage().description(description).sortOptions(false).sortSynopsis(false);
    return spec.addOption(flag("-h, --help", "shows this help"));
  }

  /**
   * @param names as help shows them: {@code -h, --help}
   */
  static OptionSpec flag(String names, String description) {
    List<String> each = List.of(names.split(", "));
    return OptionSpec.builder(each.getFirst(), each.subList(1, each.size()).toArray(String[]::new))
        .arity("0")
        .type(boolean.class)
        .description(description)
        .build();
  }

  static OptionSpec value(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /** An option whose value may be left out. */
  static OptionSpec optional(String name, String label, String fallback, String description) {
    return OptionSpec.builder(name)
        .arity("0..1")
        .paramLabel(label)
        .type(String.class)
        .fallbackValue(fallback)
        .description(description)
        .build();
  }

  static OptionSpec json() {
    return flag("--json", "results and errors as JSON, one value a line, on standard output");
  }

  static OptionSpec actFor() {
    return value("--as", "MEMBER", "the member to act for; online for administrators only");
  }

  static OptionSpec yes() {
    return flag("--yes", "goes ahead without asking, also when something is removed");
  }

  static OptionSpec last(int usual) {
    return value("--last", "N", "at most so many, the newest; usually " + usual);
  }

  static OptionSpec nameOfInput() {
    return value(
        "--name", "NAME", "the source's name, if not the file's; needed for standard input");
  }

  static PositionalParamSpec files(String arity) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity(arity)
        .paramLabel("FILE")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description("programs (.dtl); - is standard input")
        .build();
  }

  static PositionalParamSpec argument(int index, String arity, String label, String description) {
    return PositionalParamSpec.builder()
        .index(Integer.toString(index))
        .arity(arity)
        .required(!arity.startsWith("0"))
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /** The last argument, given once or more often. */
  static PositionalParamSpec several(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index + "..*")
        .arity("1..*")
        .required(true)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  static boolean has(ParseResult given, String option) {
    return given.hasMatchedOption(option);
  }

  static Optional<String> valueOf(ParseResult given, String option) {
    return Optional.ofNullable(given.matchedOptionValue(option, (String) null));
  }

  /** All arguments that are not options, in their order. */
  static List<String> arguments(ParseResult given) {
    return given.matchedPositionals().stream()
        .distinct()
        .flatMap(p -> p.originalStringValues().stream())
        .toList();
  }
}
