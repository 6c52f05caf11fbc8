package coop.croft.cli;

import coop.croft.cli.online.Controller;
import coop.croft.cli.online.Conversation;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import java.nio.file.Path;

/**
 * What a command works with.
 *
 * @param run directory of the sockets of controller and agent
 */
public record Desk(Screen screen, Path run) {
  /** A conversation with the controller, if there is a way to it. */
  Conversation conversation(boolean json) throws Trouble {
    return new Conversation(Controller.reach(run), screen, json);
  }
}
