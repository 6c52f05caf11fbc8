package coop.croft.lang;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs out of random bytes: nearly well typed, so that many are accepted and others just fail.
 */
final class ProgramMaker {
  private static final List<String> TYPES =
      List.of(
          "host", "ip", "string", "int", "bool", "your_domain", "domain", "your_path", "dnsRecord");
  private static final List<String> PREDS =
      List.of(
          "Root", "Domain", "Vhost", "^Domain", "^Root", "^Vhost & Location", "!Vhost", "Location");

  private final FuzzedDataProvider data;
  private final List<String> locals = new ArrayList<>();
  private int fuel = 120;
  private int names;

  ProgramMaker(FuzzedDataProvider data) {
    this.data = data;
  }

  String program() {
    StringBuilder program = new StringBuilder();
    int values = data.consumeInt(0, 4);
    for (int i = 0; i < values; i++) {
      program.append(declaration(i)).append(";\n");
    }
    return program.append(seq("Root")).toString();
  }

  private String declaration(int i) {
    locals.clear();
    return switch (data.consumeInt(0, 5)) {
      case 0 -> "val V" + i + " : " + pick(TYPES) + " = " + value(pick(TYPES));
      case 1 -> "val v" + i + " = " + value(pick(TYPES));
      case 2 -> "val v" + i + " : [" + pick(PREDS) + "] = begin " + seq(pick(PREDS)) + " end";
      case 3 -> "val v" + i + " = " + function(pick(TYPES));
      case 4 -> "val v" + i + " = " + taker();
      default -> "val v" + i + " : " + type(2) + " = " + wild();
    };
  }

  private String type(int depth) {
    return switch (depth == 0 ? 0 : data.consumeInt(0, 5)) {
      case 0 -> pick(TYPES);
      case 1 -> "[" + type(depth - 1) + "]";
      case 2 -> "(" + type(depth - 1) + ") -> " + type(depth - 1);
      case 3 -> pick(PREDS) + " => " + type(depth - 1);
      case 4 -> "[" + pick(PREDS) + "] {TTL : int} => {TTL : int}";
      default -> "[" + pick(PREDS) + "]";
    };
  }

  private String pick(List<String> from) {
    return data.pickValue(from);
  }

  private boolean spent() {
    return --fuel < 0 || data.remainingBytes() == 0;
  }

  private String seq(String pred) {
    int known = locals.size();
    StringBuilder statements = new StringBuilder();
    int count = spent() ? 0 : data.consumeInt(0, 3);
    for (int i = 0; i < count; i++) {
      statements.append(statement(pred)).append("; ");
    }
    while (locals.size() > known) {
      locals.removeLast();
    }
    return statements.toString();
  }

  private String statement(String pred) {
    if (spent()) {
      return "begin end";
    }
    return switch (data.consumeInt(0, 11)) {
      case 0 -> "TTL = " + value("int");
      case 1 -> bind("TTL");
      case 2 -> "let " + seq(pred) + " in " + seq(pred) + " end";
      case 3 -> loop(pred);
      case 4 -> "if " + value("bool") + " then " + seq(pred) + " else " + seq(pred) + " end";
      case 5 -> "begin " + seq(pred) + " end";
      case 6 ->
          head(pred)
              + " where TTL = 1; DocumentRoot = "
              + value("your_path")
              + " with "
              + seq(inner(pred))
              + " end";
      case 7 -> "v" + data.consumeInt(0, 3) + " with " + seq(pick(PREDS)) + " end";
      case 8 -> wild();
      default -> leaf(pred);
    };
  }

  private String bind(String variable) {
    String name = "x" + names++;
    locals.add(name);
    return name + " <- " + variable;
  }

  private String loop(String pred) {
    String list = "[" + value("host") + ", " + value("host") + "]";
    String name = "x" + names++;
    locals.add(name);
    String body = seq(pred);
    locals.remove(name);
    return "for " + name + " in " + list + " do " + body + " end";
  }

  private static String inner(String pred) {
    return switch (pred) {
      case "Root" -> "Domain";
      case "Domain" -> "Vhost";
      case "Vhost" -> "^Vhost & Location";
      default -> pred;
    };
  }

  private String head(String pred) {
    return switch (pred) {
      case "Root" -> (data.consumeBoolean() ? "dom " : "domain ") + value("your_domain");
      case "Domain" -> "vhost " + value("host");
      case "Vhost" -> "location \"/x\"";
      default -> "website";
    };
  }

  private String leaf(String pred) {
    return switch (pred) {
      case "Root", "Domain", "Vhost" ->
          data.consumeBoolean() && !pred.equals("Root")
              ? action(pred)
              : head(pred) + " with " + seq(inner(pred)) + " end";
      default -> action(pred);
    };
  }

  private String action(String pred) {
    return switch (pred) {
      case "Domain", "^Domain" ->
          data.consumeBoolean() ? "dns " + value("dnsRecord") : "defaultAddress";
      case "Vhost" ->
          data.consumeBoolean() ? "alias \"/a\" " + value("your_path") : "index [\"i\"]";
      case "^Vhost & Location" -> "inLocation";
      default -> "note " + value("string");
    };
  }

  private String function(String parameter) {
    String name = "x" + names++;
    locals.add(name);
    String annotation = data.consumeBoolean() ? " : (" + parameter + ")" : "";
    String body = data.consumeBoolean() ? value(pick(TYPES)) : "begin " + seq(pick(PREDS)) + " end";
    locals.remove(name);
    return "\\" + name + annotation + " -> " + body;
  }

  private String taker() {
    String name = "x" + names++;
    locals.add(name);
    String pred = pick(PREDS);
    String body = "begin " + name + "; " + seq(pred) + name + " end";
    locals.remove(name);
    return "\\\\" + name + " : (" + pred + ") -> " + body;
  }

  /** Anything at all. */
  private String wild() {
    return switch (spent() ? 0 : data.consumeInt(0, 6)) {
      case 0 -> "v" + data.consumeInt(0, 3);
      case 1 -> "(" + wild() + " " + wild() + ")";
      case 2 -> function(pick(TYPES));
      case 3 -> taker();
      case 4 -> "[" + wild() + ", " + wild() + "]";
      case 5 -> wild() + " with " + seq(pick(PREDS)) + " end";
      default -> locals.isEmpty() ? value(pick(TYPES)) : pick(locals);
    };
  }

  private String value(String type) {
    if (!spent()) {
      switch (data.consumeInt(0, 9)) {
        case 0 -> {
          return "(if " + value("bool") + " then " + value(type) + " else " + value(type) + " end)";
        }
        case 1 -> {
          String name = "x" + names++;
          locals.add(name);
          String body = value(type);
          locals.remove(name);
          return "((\\" + name + " -> " + body + ") " + value(pick(TYPES)) + ")";
        }
        case 2 -> {
          return locals.isEmpty() ? literal(type) : pick(locals);
        }
        case 3 -> {
          return "v" + data.consumeInt(0, 3);
        }
        case 4 -> {
          return literal(pick(TYPES));
        }
        default -> {}
      }
    }
    return literal(type);
  }

  private String literal(String type) {
    return switch (type) {
      case "host" -> "\"www\"";
      case "ip" -> "\"192.0.2." + data.consumeInt(0, 300) + "\"";
      case "int" -> "" + data.consumeInt(0, 100_000);
      case "bool" -> "true";
      case "your_domain" ->
          data.consumeBoolean()
              ? "\"alice.example\""
              : pick(List.of("\"garden.example\"", "\"bank.example\""));
      case "domain" -> data.consumeBoolean() ? "\"mx.example\"" : "(asDomain \"alice.example\")";
      case "your_path" -> data.consumeBoolean() ? "\"/home/alice/x\"" : "\"/home/bob\"";
      case "dnsRecord" ->
          spent()
              ? "(dnsTXT \"a\" \"b\")"
              : pick(
                  List.of(
                      "(dnsA " + value("host") + " " + value("ip") + ")",
                      "(dnsMX " + value("int") + " " + value("domain") + ")",
                      "(dnsTXT " + value("host") + " " + value("string") + ")"));
      default -> "\"text\"";
    };
  }
}
