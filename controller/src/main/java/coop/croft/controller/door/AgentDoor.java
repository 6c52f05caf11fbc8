package coop.croft.controller.door;

import coop.croft.controller.api.Api;
import coop.croft.controller.audit.Audit;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.fleet.Fleet;
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
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
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

  private final Database db;
  private final Authority authority;
  private final ManifestKey key;
  private final Fleet fleet;
  private final Engine engine;
  private final Api api;
  private final Clock clock;
  private final Rate rate;
  private final Callers callers;

  public AgentDoor(
      Database db,
      Authority authority,
      ManifestKey key,
      Fleet fleet,
      Engine engine,
      Api api,
      Clock clock) {
    this.db = db;
    this.authority = authority;
    this.key = key;
    this.fleet = fleet;
    this.engine = engine;
    this.api = api;
    this.clock = clock;
    this.rate = new Rate(clock);
    this.callers = new Callers(db, authority, clock);
  }

  void open(RoutesConfig routes) {
    routes.post("/agent/join", this::join);
    routes.post("/agent/work", this::work);
    routes.post("/agent/blobs", this::blobs);
    routes.post("/agent/receipt", this::receipt);
    routes.post("/agent/renew", this::renew);
    routes.post("/agent/relay", this::relay);
  }

  private void join(Context ctx) {
    Agents.Join join = Wire.read(Agents.Join.class, ctx.body());
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
      LOG.warn("somebody at {} could not join", ctx.ip());
      throw new Refused(
          HttpStatus.FORBIDDEN, "the token is not for this host, too old, or was used before");
    }
    fleet.joined(join.host(), 0, now);
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

  private void work(Context ctx) throws InterruptedException {
    Hosts.Joined host = callers.of(ctx);
    Agents.State state = Wire.read(Agents.State.class, ctx.body());
    if (state.epoch() > key.epoch()) {
      LOG.error(
          "{} knows epoch {}, this controller has {}: another controller is in charge",
          host.name(),
          state.epoch(),
          key.epoch());
    }
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

  private void renew(Context ctx) {
    json(ctx, Wire.write(callers.renew(ctx, Wire.read(Agents.Renew.class, ctx.body()))));
  }

  private void blobs(Context ctx) throws IOException {
    Hosts.Joined host = callers.of(ctx);
    List<String> hashes = Wire.read(Agents.Blobs.class, ctx.body()).hashes();
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

  private void receipt(Context ctx) {
    Hosts.Joined host = callers.of(ctx);
    Agents.Receipt receipt = Wire.read(Agents.Receipt.class, ctx.body());
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

  private void keep(String host, long live) {
    db.write(
        h -> {
          Hosts.report(h, host, clock.instant(), live, "");
          return 0;
        });
  }

  /**
   * A member's call on a login host; the host vouches for the number and the name, not for the
   * rights.
   */
  private void relay(Context ctx) throws IOException, InterruptedException {
    Hosts.Joined host = callers.of(ctx);
    Agents.Relayed relayed = Wire.read(Agents.Relayed.class, ctx.body());
    ctx.contentType("application/x-ndjson");
    // Javalin's own stream keeps the first lines back until it knows whether to compress.
    OutputStream out = ctx.res().getOutputStream();
    Optional<Duration> turn = rate.turn(host.name());
    if (turn.isEmpty()) {
      line(out, Event.problem("croft: " + host.name() + " asks too often; try again soon", null));
      line(out, Event.done(3));
      return;
    }
    if (turn.get().isPositive()) {
      line(out, Event.progress("waiting: much is asked on " + host.name() + " just now"));
      Thread.sleep(turn.get());
    }
    Optional<Site> site = engine.site();
    if (site.isEmpty()) {
      line(out, Event.problem("croft: " + Engine.NO_SITE, null));
      line(out, Event.done(3));
      return;
    }
    switch (Logins.of(engine.rights(), site.get(), host.name(), relayed.uid(), relayed.user())) {
      case Logins.Verdict.Refused(String why) -> {
        LOG.warn("{} spoke for uid {}: {}", host.name(), relayed.uid(), why);
        line(out, Event.problem("croft: " + why, null));
        line(out, Event.done(1));
      }
      case Logins.Verdict.Speaks(var member) ->
          api.handle(member, relayed.call(), e -> lineTo(host.name(), out, e));
    }
  }

  /** Long calls end, too, when their host may not speak any more. */
  private void lineTo(String host, OutputStream out, Event event) {
    if (!fleet.isJoined(host)) {
      throw new UncheckedIOException(
          "the caller went away", new IOException(host + " was revoked"));
    }
    line(out, event);
  }

  private static void line(OutputStream out, Event event) {
    try {
      out.write((Wire.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the caller went away", e);
    }
  }

  private static void json(Context ctx, String text) {
    ctx.contentType("application/json").result(text);
  }
}
