package coop.croft.cli.editor;

import coop.croft.core.model.Host;
import coop.croft.core.model.Right;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Constants that belong to a type and that a member is likely to mean: what is held, and what the
 * library knows to be all there is.
 */
final class Holdings {
  private Holdings() {}

  /** As programs write them, without quotes. Empty where nobody knows what is meant. */
  static List<String> of(Type.Base type, Author author) {
    Set<String> candidates = new LinkedHashSet<>();
    switch (type.name()) {
      case "your_domain", "domain" -> rights(author, Right.Kind.DOMAIN, candidates);
      case "your_path" -> paths(author, candidates);
      case "your_user" -> rights(author, Right.Kind.USER, candidates);
      case "your_group" -> rights(author, Right.Kind.GROUP, candidates);
      case "your_port" -> ports(author, candidates);
      case "node", "dns_node", "web_node" -> hosts(author, candidates);
      case "host" -> candidates.addAll(List.of("@", "www"));
      default ->
          candidates.addAll(author.compiler().choices(type, author.member(), author.rights()));
    }
    List<String> belonging = new ArrayList<>();
    for (String candidate : candidates) {
      Object literal =
          type.literals() == Literals.INTS ? (Object) Long.valueOf(candidate) : candidate;
      if (author.compiler().accepts(type, literal, author.member(), author.rights())) {
        belonging.add(candidate);
      }
    }
    return belonging;
  }

  private static void rights(Author author, Right.Kind kind, Set<String> into) {
    for (Right right : author.rights().of(author.member())) {
      if (right.kind() == kind) {
        into.add(right.value());
      }
    }
  }

  /** A home is held as a whole; the directory of its site is what is mostly meant. */
  private static void paths(Author author, Set<String> into) {
    Set<String> held = new LinkedHashSet<>();
    rights(author, Right.Kind.PATH, held);
    String homes = author.compiler().site().homes() + "/";
    for (String path : held) {
      into.add(path);
      if (path.startsWith(homes)) {
        into.add(path + "/public_html");
      }
    }
  }

  /** The ends of each range. */
  private static void ports(Author author, Set<String> into) {
    Set<String> ranges = new LinkedHashSet<>();
    rights(author, Right.Kind.PORT, ranges);
    for (String range : ranges) {
      into.addAll(List.of(range.split("-", 2)));
    }
  }

  private static void hosts(Author author, Set<String> into) {
    author.compiler().site().hosts().stream().map(Host::name).forEach(into::add);
  }
}
