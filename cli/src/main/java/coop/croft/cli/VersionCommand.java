package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft version}. */
record VersionCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("version", "shows the version of croft");
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    desk.screen().result(version());
    return Exit.DONE;
  }

  /** Such as {@code croft 0.1.0}. */
  static String version() throws Trouble {
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.txt")) {
      byte[] version = Objects.requireNonNull(in, "version.txt is in every build").readAllBytes();
      return "croft " + new String(version, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw Trouble.failed("this installation is damaged: " + e.getMessage());
    }
  }
}
