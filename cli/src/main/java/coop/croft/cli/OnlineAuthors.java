package coop.croft.cli;

import coop.croft.cli.editor.Author;
import coop.croft.cli.editor.Authors;
import coop.croft.cli.online.Controller;
import coop.croft.cli.online.HeldRights;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Rights;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.SiteFault;
import io.avaje.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The member who calls, as the controller knows them; asked again now and then. */
final class OnlineAuthors implements Authors {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Controller controller;
  private final Optional<String> member;
  private Calls.Premises premises;
  private Author author;
  private long asked;
  private boolean asking;

  private OnlineAuthors(
      Controller controller, Optional<String> member, Calls.Premises premises, Author author) {
    this.controller = controller;
    this.member = member;
    this.premises = premises;
    this.author = author;
    this.asked = System.nanoTime();
  }

  /**
   * @param member for whom an administrator asks; empty: the caller
   */
  static OnlineAuthors of(Controller controller, Optional<String> member, Screen screen)
      throws Trouble {
    Calls.Premises premises = ask(controller, member, screen::problem);
    return new OnlineAuthors(controller, member, premises, author(premises));
  }

  /**
   * @param problem told what the controller says is wrong
   */
  private static Calls.Premises ask(
      Controller controller, Optional<String> member, Consumer<String> problem) throws Trouble {
    Map<String, String> options = new HashMap<>();
    member.ifPresent(m -> options.put("as", m));
    List<String> data = new ArrayList<>();
    Exit exit =
        controller.call(
            new Calls.Call("premises", List.of(), List.of(), options),
            event -> {
              switch (event.kind()) {
                case TEXT -> Optional.ofNullable(event.data()).ifPresent(data::add);
                case PROBLEM -> problem.accept(event.text());
                case PROGRESS, DONE -> {}
              }
            });
    if (exit != Exit.DONE || data.size() != 1) {
      throw Trouble.failed(
          "the controller does not say what programs are checked by",
          "croft check FILE… says what is wrong with a program without it.");
    }
    try {
      return Wire.read(Calls.Premises.class, data.getFirst());
    } catch (JsonException e) {
      throw Trouble.failed("the controller's answer makes no sense: " + e.getMessage());
    }
  }

  private static Author author(Calls.Premises premises) throws Trouble {
    List<SourceText> files =
        premises.site().stream()
            .map(p -> new SourceText(p.file(), p.text().getBytes(StandardCharsets.UTF_8)))
            .toList();
    try {
      Compiler compiler = Compiler.load(files);
      Rights rights = HeldRights.of(List.of(), premises.rights()).in(compiler.site());
      return new Author(compiler, rights, premises.member());
    } catch (Language.LibraryFault | SiteFault fault) {
      throw Trouble.failed(
          "the site of the controller has errors here: " + fault.getMessage(),
          "croft version says whether this command is as new as the controller.");
    }
  }

  @Override
  public synchronized Author current() {
    if (!asking && System.nanoTime() - asked > FRESH.toNanos()) {
      asking = true;
      Thread.ofVirtual().start(this::refresh);
    }
    return author;
  }

  @Override
  public Author latest() throws Trouble {
    Calls.Premises now = ask(controller, member, text -> {});
    take(Optional.of(now));
    return current();
  }

  @Override
  public Optional<Path> site() {
    return Optional.empty();
  }

  /** Where the controller does not answer, what was so before holds. */
  private void refresh() {
    Optional<Calls.Premises> now = Optional.empty();
    try {
      now = Optional.of(ask(controller, member, text -> {}));
    } catch (Trouble trouble) {
      // Asked again in a minute.
    } finally {
      take(now);
    }
  }

  private synchronized void take(Optional<Calls.Premises> now) {
    asked = System.nanoTime();
    asking = false;
    if (now.isEmpty() || now.get().equals(premises)) {
      return;
    }
    try {
      author = author(now.get());
      premises = now.get();
    } catch (Trouble trouble) {
      // The site is of a newer Croft; what was so before holds.
    }
  }
}
