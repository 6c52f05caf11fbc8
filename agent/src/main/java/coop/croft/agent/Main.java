package coop.croft.agent;

import coop.croft.core.os.Accounts;
import coop.croft.services.Service;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * {@code Main} runs the agent; {@code Main join TOKEN}, by root, makes the host one of a site's.
 * For tests: {@code --root DIR} stands for {@code /}, {@code --agent UID} for the user {@code
 * croft-agent}.
 */
public final class Main {
  private Main() {}

  private record Arguments(Path root, Optional<Long> agent, List<String> words) {
    static Arguments of(String[] all) {
      Path root = Path.of("/");
      Optional<Long> agent = Optional.empty();
      List<String> words = new ArrayList<>();
      for (int i = 0; i < all.length; i++) {
        switch (all[i]) {
          case "--root" -> root = Path.of(all[++i]);
          case "--agent" -> agent = Optional.of(Long.valueOf(all[++i]));
          default -> words.add(all[i]);
        }
      }
      return new Arguments(root, agent, words);
    }
  }

  public static void main(String[] all) throws Exception {
    Arguments arguments = Arguments.of(all);
    Places places = new Places(arguments.root);
    if (arguments.words.isEmpty()) {
      run(places);
    } else if (arguments.words.size() == 2 && arguments.words.getFirst().equals("join")) {
      join(arguments, places);
    } else {
      System.err.println("usage: croft-agent join TOKEN");
      System.exit(2);
    }
  }

  private static void join(Arguments arguments, Places places) throws Exception {
    try {
      Join join = Join.of(arguments.words.get(1));
      if (arguments.agent.isPresent()) {
        join.run(places, arguments.agent.get(), arguments.agent.get());
      } else {
        Accounts.Account account = Join.account();
        join.run(places, account.uid(), account.gid());
      }
      System.out.println("this host is now " + join.host() + " of its site");
    } catch (IllegalArgumentException e) {
      System.err.println("croft-agent: " + e.getMessage());
      System.exit(2);
    } catch (java.io.IOException e) {
      String why =
          e instanceof HttpTimeoutException ? "the controller does not answer" : e.getMessage();
      System.err.println("croft-agent: could not join: " + why);
      System.exit(3);
    }
  }

  private static void run(Places places) throws Exception {
    Settings settings = Settings.read(places.settings());
    Identity identity = Identity.read(places);
    List<Service> services =
        ServiceLoader.load(Service.class).stream().map(ServiceLoader.Provider::get).toList();
    Path state = places.state();
    Memory memory = new Memory(state);
    Applier applier =
        new Applier(
            settings.host(),
            services,
            new Helper(places.helperSocket()),
            new Blobs(state.resolve("blobs"), hashes -> identity.controller().blobs(hashes)),
            memory,
            state.resolve("work"));
    Run run = Run.begin(memory, Instant.now());
    try (MemberDoor door =
        MemberDoor.open(
            places.memberSocket(),
            run,
            (caller, call) -> identity.controller().relay(caller, call))) {
      Thread.ofPlatform().name("members").start(door);
      new Agent(settings.host(), identity, applier).run();
    }
  }
}
