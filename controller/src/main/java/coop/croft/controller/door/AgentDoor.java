package coop.croft.controller.door;

import coop.croft.controller.api.Api;
import coop.croft.controller.audit.Audit;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.fleet.Questions;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.rights.Logins;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Hosts;
import coop.croft.controller.trust.Authority;
import coop.croft.controller.trust.JoinToken;
import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.manifest.Hash;
import coop.croft.core.model.Site;
import coop.croft.core.os.Frames;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import io.avaje.json.JsonException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What agents say to the controller: see {@link Agents} for the routes. */
public final class AgentDoor {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDoor.class);

  private static final int MESSAGE_BYTES = 8 << 10;

  /** {@link Agents.Blobs#MOST} hashes, and much room. */
  private static final int HASHES_BYTES = 1 << 20;

  private final Database db;
  private final Authority authority;
  private final ManifestKey key;
  private final Fleet fleet;
  private final Questions questions;
  private final Engine engine;
  private final Api api;
  private final Clock clock;

  /** All that a host's agent asks for itself. */
  private final Rate requests;

  /** What it asks for its members. */
  private final Rate calls;

  /** Attempts to join, from one address. */
  private final Rate joins;

  private final Shares shares = new Shares();
  private final Callers callers;

  public AgentDoor(
      Database db,
      Authority authority,
      ManifestKey key,
      Fleet fleet,
      Questions questions,
      Engine engine,
      Api api,
      Clock clock) {
    this.db = db;
    this.authority = authority;
    this.key = key;
    this.fleet = fleet;
    this.questions = questions;
    this.engine = engine;
    this.api = api;
    this.clock = clock;
    this.requests = new Rate(clock, 2_000, 200, 0);
    this.calls = new Rate(clock, 200, 50, 30);
    this.joins = new Rate(clock, 20, 0.5, 0);
    this.callers = new Callers(db, authority, clock);
  }

  void open(RoutesConfig routes) {
    routes.post("/agent/join", this::join);
    routes.post("/agent/work", this::work);
    routes.post("/agent/blobs", this::blobs);
    routes.post("/agent/alive", this::alive);
    routes.post("/agent/receipt", this::receipt);
    routes.post("/agent/renew", this::renew);
    routes.post("/agent/question", this::question);
    routes.post("/agent/relay", this::relay);
  }

  /** The host that calls, unless it calls too often. */
  private Hosts.Joined caller(Context ctx) {
    String name = Authority.hostOf(Callers.shown(ctx)).orElse("");
    if (requests.turn(name).isEmpty()) {
      throw new Refused(HttpStatus.TOO_MANY_REQUESTS, "this host asks too often");
    }
    return callers.of(ctx);
  }

  /** The body of a request, whatever the caller says of its length. */
  private static String body(Context ctx, int mostBytes) throws IOException {
    byte[] bytes = ctx.req().getInputStream().readNBytes(mostBytes + 1);
    if (bytes.length > mostBytes) {
      throw new Refused(
          HttpStatus.CONTENT_TOO_LARGE, "more than the " + mostBytes + " bytes that this takes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void join(Context ctx) throws IOException {
    if (joins.turn(ctx.ip()).isEmpty()) {
      throw new Refused(
          HttpStatus.TOO_MANY_REQUESTS, "too many attempts to join; try again in a minute");
    }
    Agents.Join join = Wire.read(Agents.Join.class, body(ctx, MESSAGE_BYTES));
    if (!db.<Boolean>read(
        h -> Hosts.hasToken(h, JoinToken.hash(join.secret()), join.host(), clock.instant()))) {
      throw stranger(ctx);
    }
    X509Certificate certificate = callers.certify(join.host(), Callers.publicKey(join.publicKey()));
    Instant now = clock.instant();
    boolean good =
        engine.site().flatMap(s -> s.host(join.host())).isPresent()
            && db.<Boolean>write(
                h -> {
                  boolean used = Hosts.useToken(h, JoinToken.hash(join.secret()), join.host(), now);
                  if (used) {
                    Hosts.join(
                        h,
                        join.host(),
                        Authority.fingerprint(certificate),
                        Authority.pem(certificate),
                        now);
                    Audit.append(
                        h,
                        now,
                        new Audit.Entry(
                            "host " + join.host(), join.host(), "join", join.host(), "done"));
                  }
                  return used;
                });
    if (!good) {
      throw stranger(ctx);
    }
    engine.joined(join.host(), now);
    LOG.info("host {} has joined", join.host());
    json(
        ctx,
        Wire.write(
            new Agents.Joined(
                key.site(),
                key.epoch(),
                Authority.pem(certificate),
                authority.pem(),
                key.publicKey())));
  }

  private static Refused stranger(Context ctx) {
    LOG.warn("somebody at {} could not join", ctx.ip());
    return new Refused(
        HttpStatus.FORBIDDEN, "the token is not for this host, too old, or was used before");
  }

  private void work(Context ctx) throws IOException, InterruptedException {
    Hosts.Joined host = caller(ctx);
    Agents.State state = Wire.read(Agents.State.class, body(ctx, MESSAGE_BYTES));
    if (state.live() != host.live()) {
      keep(host.name(), state.live());
    }
    if (callers.isToRenew(ctx, host)) {
      json(ctx, Wire.write(new Agents.Work(Agents.Order.RENEW, key.epoch(), null, null)));
      return;
    }
    Agents.Work work = fleet.work(host.name(), state, callers.patience(ctx));
    // It may have been revoked while it waited.
    callers.of(ctx);
    json(ctx, Wire.write(work));
  }

  private void question(Context ctx) throws IOException, InterruptedException {
    Hosts.Joined host = caller(ctx);
    Agents.Answer answer = Wire.read(Agents.Answer.class, body(ctx, Agents.Answer.MOST_BYTES));
    Duration poll = fleet.limits().poll();
    Duration patience = callers.patience(ctx);
    Agents.Question question =
        questions.next(host.name(), answer, poll.compareTo(patience) < 0 ? poll : patience);
    // It may have been revoked while it waited.
    callers.of(ctx);
    json(ctx, Wire.write(question));
  }

  private void renew(Context ctx) throws IOException {
    caller(ctx);
    Agents.Renew wanted = Wire.read(Agents.Renew.class, body(ctx, MESSAGE_BYTES));
    json(ctx, Wire.write(callers.renew(ctx, wanted)));
  }

  private void blobs(Context ctx) throws IOException {
    Hosts.Joined host = caller(ctx);
    List<String> hashes = Wire.read(Agents.Blobs.class, body(ctx, HASHES_BYTES)).hashes();
    if (hashes.isEmpty() || hashes.size() > Agents.Blobs.MOST) {
      throw new Refused(HttpStatus.BAD_REQUEST, "ask for 1 to " + Agents.Blobs.MOST + " blobs");
    }
    var source = fleet.blobs(host.name());
    List<byte[]> found = new ArrayList<>();
    int size = 0;
    for (String hash : hashes) {
      byte[] bytes =
          source
              .apply(new Hash(hash))
              .orElseThrow(() -> new Refused(HttpStatus.NOT_FOUND, "nothing of yours"));
      if (!found.isEmpty() && size + bytes.length > Agents.Blobs.ANSWER_BYTES) {
        break;
      }
      found.add(bytes);
      size += bytes.length;
    }
    ctx.contentType("application/octet-stream");
    Frames.write(ctx.outputStream(), found);
  }

  private void alive(Context ctx) throws IOException {
    Hosts.Joined host = caller(ctx);
    body(ctx, MESSAGE_BYTES);
    fleet.heard(host.name());
    ctx.status(HttpStatus.NO_CONTENT);
  }

  private void receipt(Context ctx) throws IOException {
    Hosts.Joined host = caller(ctx);
    Agents.Receipt receipt =
        Wire.read(Agents.Receipt.class, body(ctx, Agents.Receipt.MOST_BYTES)).bounded();
    if (!receipt.host().equals(host.name()) || !signed(receipt, ctx)) {
      throw new Refused(HttpStatus.FORBIDDEN, "this receipt is not signed by the host it names");
    }
    fleet.receipt(receipt);
    if (receipt.standing() == Agents.Standing.LIVE && receipt.epoch() == key.epoch()) {
      keep(host.name(), receipt.generation());
    }
    LOG.info("{}: generation {} {}", host.name(), receipt.generation(), receipt.standing());
    ctx.status(HttpStatus.NO_CONTENT);
  }

  private static boolean signed(Agents.Receipt receipt, Context ctx) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(Callers.shown(ctx).getPublicKey());
      signature.update(receipt.signedBytes());
      return signature.verify(Base64.getDecoder().decode(receipt.signature()));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** For the next start; until then the fleet knows it without. */
  private void keep(String host, long live) {
    try {
      db.write(
          h -> {
            Hosts.report(h, host, clock.instant(), live, "");
            return 0;
          });
    } catch (Database.Unwritable e) {
      LOG.error("cannot write down what {} runs", host, e);
    }
  }

  /**
   * A member's call on a login host; the host vouches for the number and the name, not for the
   * rights.
   */
  private void relay(Context ctx) throws IOException, InterruptedException {
    Hosts.Joined host = caller(ctx);
    String user = Optional.ofNullable(ctx.queryParam("user")).orElse("");
    String uid = Optional.ofNullable(ctx.queryParam("uid")).orElse("");
    Agents.Place place = new Agents.Place(number(ctx, "call"), number(ctx, "since"));
    int length = ctx.contentLength();
    if (!uid.matches("[0-9]{1,10}") || place.since() > place.call() || length < 0) {
      throw new Refused(
          HttpStatus.BAD_REQUEST, "say who calls, which call it is, and how long it is");
    }
    if (length > Calls.MOST_BYTES) {
      throw new Refused(
          HttpStatus.CONTENT_TOO_LARGE, "a call has at most " + Calls.MOST_BYTES + " bytes");
    }
    ctx.contentType("application/x-ndjson");
    // Javalin's own stream keeps the first lines back until it knows whether to compress.
    try (Lines out = new Lines(ctx.res().getOutputStream())) {
      relay(ctx, host, new Agents.Relayed(Long.parseLong(uid), user, place), out);
    }
  }

  private void relay(Context ctx, Hosts.Joined host, Agents.Relayed caller, Lines out)
      throws IOException, InterruptedException {
    Optional<Duration> turn = calls.turn(host.name());
    if (turn.isEmpty()) {
      drain(ctx);
      out.refuse(host.name() + " asks too often; try again soon", 3);
      return;
    }
    if (turn.get().isPositive()) {
      out.say(Event.progress("waiting: much is asked on " + host.name() + " just now"));
      Thread.sleep(turn.get());
    }
    Optional<Site> site = engine.site();
    if (site.isEmpty()) {
      drain(ctx);
      out.refuse(Engine.NO_SITE, 3);
      return;
    }
    switch (Logins.of(engine.rights(), site.get(), host.name(), caller.uid(), caller.user())) {
      case Logins.Verdict.Refused(String why) -> {
        LOG.warn("{} spoke for uid {}: {}", host.name(), caller.uid(), why);
        drain(ctx);
        out.refuse(why, 1);
      }
      case Logins.Verdict.Speaks(Actor.Member(var name, var via, var none)) -> {
        Actor.Member member = new Actor.Member(name, via, caller.place());
        if (!shares.with(
            host.name(), member.name(), ctx.contentLength(), () -> call(member, ctx, out))) {
          out.refuse("too much of yours is under way already; try again in a minute", 3);
        }
      }
    }
  }

  private static long number(Context ctx, String parameter) {
    String text = Optional.ofNullable(ctx.queryParam(parameter)).orElse("");
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new Refused(HttpStatus.BAD_REQUEST, parameter + " is the number of a call");
    }
    return Long.parseLong(text);
  }

  /** A connection with an unread body cannot be used again, and the agent may be about to. */
  private static void drain(Context ctx) throws IOException {
    ctx.req().getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void call(Actor.Member member, Context ctx, Lines out)
      throws IOException, InterruptedException {
    Calls.Call call;
    try {
      call = Wire.read(Calls.Call.class, body(ctx, Calls.MOST_BYTES));
    } catch (JsonException e) {
      out.refuse("the call makes no sense", 2);
      return;
    }
    api.handle(member, call, e -> lineTo(member.via(), out, e));
  }

  /** Long calls end, too, when their host may not speak any more. */
  private void lineTo(String host, Lines out, Event event) {
    if (!fleet.isJoined(host)) {
      throw new UncheckedIOException(
          "the caller went away", new IOException(host + " was revoked"));
    }
    out.say(event);
  }

  private static void json(Context ctx, String text) {
    ctx.contentType("application/json").result(text);
  }
}
